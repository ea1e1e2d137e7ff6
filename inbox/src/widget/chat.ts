import { Refusal, type WidgetApi } from './api.ts'
import { followLog } from './follow.ts'
import type { Keep } from './keep.ts'
import type { Identity } from './options.ts'
import { createOutbox } from './outbox.ts'
import type { StreamEvent } from './read-stream.ts'
import { type ChatState, EMPTY, fromKept, isFromTeam, markThere, mergeMessages, unreadThrough } from './state.ts'
import type { Message } from './wire.ts'

const TYPES = 'message.created,message.updated,message.deleted,conversation.updated,conversation.read,typing'
const TYPING_AGAIN_MS = 4_000
const TYPES_FOR_MS = 10_000
const LONGEST_PAUSE_MS = 60_000

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
export function createChat({ api, keep, identity: given, isLooking, tell }: Parts) {
  let state: ChatState = { ...EMPTY, outbox: fromKept(keep.get('outbox')) }
  let identity = given
  let readSeq = 0
  let caughtUp = false
  let failures = 0
  let typedAt = 0
  let typingTimer: ReturnType<typeof setTimeout> | undefined
  let openTimer: ReturnType<typeof setTimeout> | undefined
  let opening: Promise<void> | undefined
  const listeners = new Set<() => void>()

  const follow = followLog({
    open: (after, signal) => api.stream(after, TYPES, signal),
    hear,
    reset() {
      caughtUp = false
    },
    live(isLive) {
      set({ isOffline: !isLive && !navigator.onLine })
      if (isLive && !caughtUp) void loadNewest()
      if (isLive) outbox.flush()
    },
    refused: () => void openVisit(),
  })
  const outbox = createOutbox({
    get: () => state.outbox,
    set(entries) {
      set({ outbox: entries })
    },
    keep,
    isReady: () => state.visit !== undefined,
    send: (entry, onProgress) => api.send(entry, profileOf(identity), onProgress),
    sent({ message, conversation, contact }) {
      const visit = state.visit
      if (visit)
        set({
          visit: { ...visit, contact, conversation: { lastReadSeq: 0, unread: 0, seenSeq: 0, ...visit.conversation, ...conversation } },
        })
      take([message])
      follow.start()
    },
    refused: () => openVisit(),
    offline: () => set({ isOffline: true }),
  })

  function set(change: Partial<ChatState>): void {
    const before = state
    state = { ...state, ...change }
    if (state.unread !== before.unread) tell('unread', state.unread)
    for (const listen of listeners) listen()
  }

  /** Opens the visitor's session, again where the token is good no more. Until that works it is tried from time to time. */
  function openVisit(): Promise<void> {
    clearTimeout(openTimer)
    opening ??= enter().finally(() => {
      opening = undefined
    })
    return opening
  }

  async function enter(): Promise<void> {
    try {
      const visit = await api.open({ ...identity, token: keep.get<string>('token') }).catch((error: unknown) => {
        if (!(error instanceof Refusal) || error.code !== 'identity_hash_invalid' || !identity.identifier) throw error
        tell('refused', error.message)
        const { identifier: _, identifierHash: __, ...rest } = identity
        identity = rest
        return api.open({ ...identity, token: keep.get<string>('token') })
      })
      failures = 0
      settle(visit)
    } catch (error) {
      if (!(error instanceof Refusal) || !error.mayPass) return tell('refused', error instanceof Error ? error.message : '')
      set({ isOffline: true })
      openTimer = setTimeout(openVisit, Math.min(LONGEST_PAUSE_MS, 2_000 * 2 ** failures++))
    }
  }

  function settle(visit: NonNullable<ChatState['visit']>): void {
    const before = keep.get<number>('contact')
    const isOther = before !== undefined && visit.contact?.id !== before && visit.token !== keep.get('token')
    if (isOther || visit.conversation?.id !== state.visit?.conversation?.id) {
      caughtUp = false
      follow.forget()
      // What somebody else had not sent yet is not said in this visitor's name.
      set({ messages: [], before: null, seenSeq: 0, ...(isOther && { outbox: [] }) })
    }
    api.use(visit.token)
    keep.set('token', visit.token)
    keep.set('contact', visit.contact?.id)
    keep.set('channel', visit.channel)
    readSeq = visit.conversation?.lastReadSeq ?? 0
    set({ visit, isOffline: false, unread: visit.conversation?.unread ?? 0, seenSeq: visit.conversation?.seenSeq ?? 0 })
    tell('ready', undefined)
    if (visit.contact) follow.start()
    if (visit.conversation && !caughtUp) void loadNewest()
    outbox.flush()
  }

  async function loadNewest(): Promise<void> {
    const id = state.visit?.conversation?.id
    if (id === undefined) return
    caughtUp = true
    try {
      const page = await api.messages(id, {})
      // Where more was missed than a page holds, what was known before would leave a hole.
      const joins =
        state.messages.length === 0 ||
        page.nextBefore === null ||
        page.messages.some((one) => state.messages.some(({ id: known }) => known === one.id))
      set({ ...(joins ? {} : { messages: [] }), ...(joins && state.messages.length > 0 ? {} : { before: page.nextBefore }) })
      take(page.messages)
    } catch {
      caughtUp = false
    }
  }

  async function loadEarlier(): Promise<void> {
    const { visit, before } = state
    if (!visit?.conversation || before === null) return
    set({ before: null })
    try {
      const page = await api.messages(visit.conversation.id, { before })
      set({ before: page.nextBefore, messages: mergeMessages(state.messages, page.messages) })
    } catch {
      set({ before })
    }
  }

  function take(messages: readonly Message[]): void {
    const known = new Set(state.messages.map(({ id }) => id))
    const merged = mergeMessages(state.messages, messages)
    const unread = merged.filter((one) => isFromTeam(one) && one.seq > readSeq && one.deletedAt === null).length
    set({ messages: merged, unread, outbox: messages.reduce(markThere, state.outbox) })
    for (const one of messages) if (isFromTeam(one) && !known.has(one.id) && one.seq > readSeq) tell('message', one)
    look()
  }

  function hear({ name, data }: StreamEvent): void {
    if (name === 'stopping' || name === 'slow') return
    const event = JSON.parse(data)
    const conversation = state.visit?.conversation
    if (event.conversationId !== conversation?.id) {
      // The visitor's conversation was begun in another tab, or anew.
      if (name === 'message.created') void openVisit()
      return
    }
    if (name === 'typing') hearTyping(event)
    else if (event.message) {
      take([event.message])
      if (name === 'message.created' && isFromTeam(event.message)) hearTyping({ author: event.message.author, on: false })
    }
    if (name === 'conversation.read' && event.actor.kind === 'member') set({ seenSeq: Math.max(state.seenSeq, event.data.lastReadSeq) })
    if (event.conversation && state.visit && conversation)
      set({ visit: { ...state.visit, conversation: { ...conversation, ...event.conversation } } })
  }

  function hearTyping({ author, on }: { author: { kind: string; id: number }; on: boolean }): void {
    if (author.kind === 'contact') return
    clearTimeout(typingTimer)
    set({ typing: on ? (state.messages.findLast((one) => one.author.id === author.id)?.author.name ?? '') : undefined })
    if (on) typingTimer = setTimeout(() => set({ typing: undefined }), TYPES_FOR_MS)
  }

  /** Says what the visitor has read, once they look. */
  function look(): void {
    const id = state.visit?.conversation?.id
    const through = unreadThrough(state.messages, readSeq)
    if (id === undefined || through === 0 || !state.isOpen || !isLooking()) return
    readSeq = through
    set({ unread: 0 })
    api.read(id, through).catch(() => {})
  }

  function type(on: boolean): void {
    const id = state.visit?.conversation?.id
    if (id === undefined || (on ? Date.now() - typedAt < TYPING_AGAIN_MS : typedAt === 0)) return
    typedAt = on ? Date.now() : 0
    api.typing(id, on).catch(() => {})
  }

  return {
    state: () => state,
    listen(listener: () => void): void {
      listeners.add(listener)
    },
    start: openVisit,
    loadEarlier,
    look,
    type,
    say(text: string, files: readonly File[], parentId?: number): void {
      type(false)
      outbox.add(text, files, parentId)
    },
    retry: outbox.retry,
    discard: outbox.discard,
    open(isOpen: boolean): void {
      if (isOpen === state.isOpen) return
      set({ isOpen })
      keep.set('open', isOpen || undefined)
      tell(isOpen ? 'open' : 'close', undefined)
      // Who is there may have changed since.
      if (isOpen && state.visit) void openVisit()
      look()
    },
    /** The visitor is somebody, as the page knows by now. */
    async identify(who: Identity): Promise<void> {
      identity = { ...identity, ...who }
      await opening
      return openVisit()
    },
    /** Forgets the visitor on this device: they have signed out of the page. */
    reset(): Promise<void> {
      identity = {}
      follow.forget()
      keep.clear()
      api.use(undefined)
      readSeq = 0
      caughtUp = false
      set({ ...EMPTY, isOpen: false })
      return openVisit()
    },
    /** The connection is back, or somebody looks at the page again. */
    wake(): void {
      if (!state.visit || state.isOffline) void openVisit()
      if (state.visit?.contact) follow.start()
      outbox.flush()
      look()
    },
    /** Nobody looks. */
    rest: follow.rest,
    lose: () => set({ isOffline: true }),
  }
}

function profileOf({ name, email, phone }: Identity): Identity {
  return { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) }
}
