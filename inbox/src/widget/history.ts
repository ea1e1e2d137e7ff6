import type { WidgetApi } from './api.ts'
import { isFromTeam, markThere, mergeMessages, unreadThrough } from './state.ts'
import type { Store } from './store.ts'
import type { Message } from './wire.ts'

type Parts = { api: WidgetApi; store: Store; isLooking: () => boolean; onMessage: (message: Message) => void }

/** The messages of the conversation: what is known of them, and how far they were read. */
export function createHistory({ api, store: { get, set }, isLooking, onMessage }: Parts) {
  let readSeq = 0
  let isCaughtUp = false

  async function loadNewest(): Promise<void> {
    const id = get().visit?.conversation?.id
    if (id === undefined || isCaughtUp) return
    isCaughtUp = true
    try {
      const { messages, nextBefore } = await api.messages(id, {})
      const known = new Set(get().messages.map((one) => one.id))
      // Where more was missed than a page holds, what was known before would leave a hole.
      if (known.size === 0 || (nextBefore !== null && !messages.some((one) => known.has(one.id)))) set({ messages: [], before: nextBefore })
      take(messages)
    } catch {
      isCaughtUp = false
    }
  }

  function take(messages: readonly Message[]): void {
    const before = get()
    const known = new Set(before.messages.map(({ id }) => id))
    const merged = mergeMessages(before.messages, messages)
    const unread = merged.filter((one) => isFromTeam(one) && one.seq > readSeq && one.deletedAt === null).length
    set({ messages: merged, unread, outbox: messages.reduce(markThere, before.outbox) })
    for (const one of messages) if (isFromTeam(one) && !known.has(one.id) && one.seq > readSeq) onMessage(one)
    look()
  }

  /** Says what the visitor has read, once they look. */
  function look(): void {
    const { visit, messages, isOpen } = get()
    const id = visit?.conversation?.id
    const through = unreadThrough(messages, readSeq)
    if (id === undefined || through === 0 || !isOpen || !isLooking()) return
    readSeq = through
    set({ unread: 0 })
    api.read(id, through).catch(() => {})
  }

  return {
    take,
    look,
    loadNewest,
    async loadEarlier(): Promise<void> {
      const { visit, before } = get()
      if (!visit?.conversation || before === null) return
      set({ before: null })
      try {
        const page = await api.messages(visit.conversation.id, { before })
        set({ before: page.nextBefore, messages: mergeMessages(get().messages, page.messages) })
      } catch {
        set({ before })
      }
    },
    /** Everything is to be read again; what is shown stays until it is. */
    miss(): void {
      isCaughtUp = false
    },
    /** Another conversation, or none. */
    clear(): void {
      isCaughtUp = false
      readSeq = 0
      set({ messages: [], before: null, unread: 0, seenSeq: 0, typing: undefined })
    },
    /** The server says how far it was read; what was read since is known here first. */
    wasRead(seq: number, unread: number): void {
      if (seq < readSeq) return
      readSeq = seq
      set({ unread })
    },
  }
}
