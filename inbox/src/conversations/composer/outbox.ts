/** What somebody wants to send, as the API takes it. */
export type Wanted = {
  conversationId: number
  text: string
  private: boolean
  /** The message it answers, with what is shown of it. */
  parent: { id: number; seq: number; author: string; text: string } | null
  files: readonly FileFacts[]
}

export type FileFacts = { name: string; sizeBytes: number; mediaType: string }

/**
 * A message on its way. `key` is its Idempotency-Key, made once: however often it is sent, it is stored once. `waiting` will be sent by itself, `refused` waits for
 * whoever wrote it, `sent` has become a message and is shown until the list shows that.
 */
export type OutboxEntry = Wanted & {
  key: string
  createdAt: string
  /** The newest message there was when it was written: what it becomes is behind. */
  afterSeq: number
  state: 'waiting' | 'sending' | 'refused' | 'sent'
  /** Whether it went out at least once, so that the server may have it although no answer came. */
  wasTried: boolean
  /** Why it was refused, or is not yet sent. */
  problem: string | null
  messageSeq: number | null
}

export type Outbox = readonly OutboxEntry[]

export function added(outbox: Outbox, entry: OutboxEntry): Outbox {
  return [...outbox, entry]
}

export function changed(outbox: Outbox, key: string, change: Partial<OutboxEntry>): Outbox {
  return outbox.map((entry) => (entry.key === key ? { ...entry, ...change } : entry))
}

export function discarded(outbox: Outbox, key: string): Outbox {
  return outbox.filter((entry) => entry.key !== key)
}

/** What was refused goes out again behind whatever is waiting; its key stays, so that it is stored once even if the server took it after all. */
export function retried(outbox: Outbox, key: string): Outbox {
  const entry = outbox.find((one) => one.key === key)
  if (entry?.state !== 'refused') return outbox
  return [...discarded(outbox, key), { ...entry, state: 'waiting', problem: null }]
}

/** What may go out now: of each conversation the first that waits, unless one is under way. What was refused holds nobody up. */
export function dueEntries(outbox: Outbox): OutboxEntry[] {
  const seen = new Set<number>()
  return outbox.filter(({ conversationId, state }) => {
    if ((state !== 'waiting' && state !== 'sending') || seen.has(conversationId)) return false
    seen.add(conversationId)
    return state === 'waiting'
  })
}

/** Of a message what is needed to know one's own. */
type OwnMessage = {
  id: number
  seq: number
  author: { kind: string; id: number }
  text: string | null
  private: boolean
  attachments: readonly unknown[]
}

type Shown = {
  conversationId: number
  me: { id: number }
  /** What is shown of the conversation, through seq `to`. */
  window: { messages: readonly OwnMessage[]; to: number }
  /** The keys of messages that entries are known to have become, by id. */
  settled: ReadonlyMap<number, string>
}

/**
 * What is still to be shown beside the messages of a conversation, and under which keys messages were sent from here, by id. A message may be told before the answer to its sending comes, and says
 * nothing of its key: a message of one's own with the same words, written after the entry, is taken for it until the answer says. The entry stays in the outbox, so nothing is forgotten for that.
 */
export function shownEntries(
  outbox: Outbox,
  { conversationId, me, window, settled }: Shown,
): { entries: OutboxEntry[]; keys: ReadonlyMap<number, string> } {
  const free = window.messages.filter(({ author, id }) => author.kind === 'member' && author.id === me.id && !settled.has(id))
  const keys = new Map(settled)
  const entries = outbox.filter((entry) => {
    if (entry.conversationId !== conversationId) return false
    if (entry.state === 'sent') return entry.messageSeq !== null && entry.messageSeq > window.to
    if (entry.state === 'refused' || !entry.wasTried) return true
    const twin = free.find((message) => !keys.has(message.id) && isTwin(entry, message))
    if (twin) keys.set(twin.id, entry.key)
    return twin === undefined
  })
  return { entries, keys }
}

function isTwin(entry: OutboxEntry, message: OwnMessage): boolean {
  return (
    message.seq > entry.afterSeq &&
    message.private === entry.private &&
    (message.text ?? '').trim() === entry.text.trim() &&
    message.attachments.length === entry.files.length
  )
}
