import type { WidgetApi } from './api.ts'
import { followLog } from './follow.ts'
import { createHistory } from './history.ts'
import type { Keep } from './keep.ts'
import type { Identity } from './options.ts'
import { createOutbox } from './outbox.ts'
import type { StreamEvent } from './read-stream.ts'
import { createSession } from './session.ts'
import { EMPTY, fromKept, isFromTeam } from './state.ts'
import { createStore } from './store.ts'
import { createTyping } from './typing.ts'
import type { Message, Visit } from './wire.ts'

const TYPES = 'message.created,message.updated,message.deleted,conversation.updated,conversation.read,typing'

export type Chat = ReturnType<typeof createChat>
/** What the page is told. */
export type Told = { ready: undefined; open: undefined; close: undefined; message: Message; unread: number; refused: string }

type Parts = {
  api: WidgetApi
  keep: Keep
  identity: Identity
  /** Whether somebody looks at the page. */
  isLooking: () => boolean
  tell: <K extends keyof Told>(kind: K, what: Told[K]) => void
}

/** The conversation of one visitor: everything but its look. */
export function createChat({ api, keep, identity, isLooking, tell }: Parts) {
  const store = createStore({ ...EMPTY, outbox: fromKept(keep.get('outbox')) })
  const { get, set } = store
  const typing = createTyping(api, store)
  const history = createHistory({ api, store, isLooking, onMessage: (message) => tell('message', message) })
  const offline = () => set({ isOffline: true })
  const session = createSession({ api, keep, identity, settle, offline, refused: (why) => tell('refused', why) })

  store.listen((now, before) => {
    if (now.unread !== before.unread) tell('unread', now.unread)
    if (now.visit && !before.visit) tell('ready', undefined)
  })

  const follow = followLog({
    open: (after, signal) => api.stream(after, TYPES, signal),
    hear,
    reset: history.miss,
    live(isLive) {
      set({ isOffline: !isLive && !navigator.onLine })
      if (!isLive) return
      void history.loadNewest()
      outbox.flush()
    },
    refused: () => void session.open(),
  })
  const outbox = createOutbox({
    get: () => get().outbox,
    set: (entries) => set({ outbox: entries }),
    keep,
    isReady: () => get().visit !== undefined,
    send: (entry, onProgress) => api.send(entry, session.profile(), onProgress),
    sent({ message, conversation, contact }) {
      const { visit } = get()
      if (visit) {
        const known = visit.conversation ?? { lastReadSeq: 0, unread: 0, seenSeq: 0 }
        set({ visit: { ...visit, contact, conversation: { ...known, ...conversation } }, isOffline: false })
        keep.set('contact', contact.id)
      }
      history.take([message])
      follow.start()
    },
    refused: session.open,
    offline,
  })

  function settle(told: Visit): void {
    const known = get().visit
    // Asked before the first message had made the stranger a contact.
    const isOld = known?.contact && !told.contact && told.token === keep.get('token')
    const visit = isOld ? { ...told, contact: known.contact, conversation: known.conversation } : told
    const { conversation } = visit
    const before = keep.get<number>('contact')
    const wasNamed = keep.get<boolean>('named') === true
    const isOther = before !== undefined && visit.contact?.id !== before && visit.token !== keep.get('token')
    if (isOther) {
      // What somebody else had not sent yet is not said in this visitor's name; a stranger who tells theirs is nobody else.
      if (wasNamed) set({ outbox: [] })
      forget()
    } else if (conversation?.id !== known?.conversation?.id) forget()
    // What was followed with the token they had ends; it goes on with this one.
    else if (visit.token !== keep.get('token')) follow.rest()
    api.use(visit.token)
    const named = session.isNamed() || (wasNamed && !isOther) || undefined
    for (const [name, value] of Object.entries({ token: visit.token, contact: visit.contact?.id, named, channel: visit.channel }))
      keep.set(name, value)
    set({ visit, isOffline: false })
    if (conversation) {
      history.wasRead(conversation.lastReadSeq, conversation.unread)
      set({ seenSeq: Math.max(get().seenSeq, conversation.seenSeq) })
    }
    if (visit.contact) follow.start()
    void history.loadNewest()
    outbox.flush()
  }

  function forget(): void {
    follow.forget()
    history.clear()
  }

  function hear({ name, data }: StreamEvent): void {
    if (name === 'stopping' || name === 'slow') return
    const event = JSON.parse(data)
    const { visit, seenSeq } = get()
    const conversation = visit?.conversation
    if (event.conversationId !== conversation?.id) {
      // The visitor's conversation was begun in another tab, or anew.
      if (name === 'message.created') void session.open()
      return
    }
    if (name === 'typing') typing.hear(event.author, event.on)
    if (event.message) history.take([event.message])
    if (name === 'message.created' && isFromTeam(event.message)) typing.hear(event.message.author, false)
    if (name === 'conversation.read' && event.actor.kind === 'member') set({ seenSeq: Math.max(seenSeq, event.data.lastReadSeq) })
    if (event.conversation && visit && conversation) set({ visit: { ...visit, conversation: { ...conversation, ...event.conversation } } })
  }

  return {
    state: get,
    listen: store.listen,
    start: session.open,
    loadEarlier: history.loadEarlier,
    type: typing.say,
    say(text: string, files: readonly File[], parentId?: number): void {
      typing.say(false)
      outbox.add(text, files, parentId)
    },
    retry: outbox.retry,
    discard: outbox.discard,
    open(isOpen: boolean): void {
      if (isOpen === get().isOpen) return
      set({ isOpen })
      keep.set('open', isOpen || undefined)
      tell(isOpen ? 'open' : 'close', undefined)
      // Who is there may have changed since.
      if (isOpen && get().visit) void session.open()
      history.look()
    },
    identify: session.identify,
    /** Forgets the visitor on this device: they have signed out of the page. */
    reset(): Promise<void> {
      forget()
      set(EMPTY)
      return session.reset()
    },
    /** The connection is back, or somebody looks at the page again. */
    wake(): void {
      const { visit, isOffline } = get()
      if (!visit || isOffline) void session.open()
      if (visit?.contact) follow.start()
      outbox.flush()
      history.look()
    },
    /** Nobody looks. */
    rest: follow.rest,
    lose: offline,
  }
}
