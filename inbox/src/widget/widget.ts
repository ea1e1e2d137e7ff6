import { createApi } from './api.ts'
import { type Chat, createChat, type Told } from './chat.ts'
import { createKeep } from './keep.ts'
import { mount } from './mount.ts'
import { type Identity, readOptions } from './options.ts'

/** `window.Parley`, the one name the widget has on a page. */
type PageApi = {
  identify(who: Identity): Promise<void>
  open(): void
  close(): void
  toggle(): void
  /** Forgets the visitor on this device. */
  reset(): Promise<void>
  /** Calls `listen` for everything of one kind from now on; the function it gives back ends that. */
  on<K extends keyof Told>(kind: K, listen: (what: Told[K]) => void): () => void
}
/** What a page may leave under that name for the widget to find. */
type Before = { ready?: (parley: PageApi) => void }

const page = window as unknown as { Parley?: PageApi | Before }
/** After how long in the background nothing is followed any more. */
const REST_AFTER_MS = 60_000

const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[data-channel][src*="widget.js"]')
const options = script ? readOptions(script.dataset, script.src) : undefined
if (!options) console.warn('Parley: the script tag needs data-channel.')
else if (!page.Parley || !('identify' in page.Parley)) {
  const begin = () => start(options)
  if (document.body) begin()
  else document.addEventListener('DOMContentLoaded', begin, { once: true })
}

function start(wanted: NonNullable<typeof options>): void {
  const listeners = new Map<string, Set<(what: never) => void>>()
  const keep = createKeep(wanted.channel)
  const isLooking = () => document.visibilityState === 'visible'
  const tell = <K extends keyof Told>(kind: K, what: Told[K]) => {
    if (kind === 'refused') console.warn(`Parley: ${what}`)
    for (const listen of listeners.get(kind) ?? []) listen(what as never)
  }
  const chat = createChat({ api: createApi(wanted.base, wanted.channel), keep, identity: wanted.identity, isLooking, tell })
  const api: PageApi = {
    identify: chat.identify,
    open: () => chat.open(true),
    close: () => chat.open(false),
    toggle: () => chat.open(!chat.state().isOpen),
    reset: chat.reset,
    on(kind, listen) {
      const known = listeners.get(kind) ?? new Set()
      listeners.set(kind, known.add(listen as never))
      return () => known.delete(listen as never)
    },
  }
  const before = page.Parley as Before | undefined
  page.Parley = Object.freeze(api)
  // As it was left; on a phone it would cover the page. Nobody's focus is taken for it.
  if (keep.get('open') && matchMedia('(min-width: 480px)').matches) chat.open(true)
  mount(chat, keep, wanted)
  watchPage(chat, isLooking)
  // What the page says of its visitor now goes with the first question.
  before?.ready?.(api)
  void chat.start()
}

function watchPage(chat: Chat, isLooking: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  addEventListener('online', chat.wake)
  addEventListener('offline', chat.lose)
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer)
    if (isLooking()) chat.wake()
    else timer = setTimeout(chat.rest, REST_AFTER_MS)
  })
}
