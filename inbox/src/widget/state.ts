import type { Message, Visit } from './wire.ts'

/** A message that is on its way, or waits to be. With the same `key` it is taken once, however often it is sent. */
export type Outgoing = {
  key: string
  text: string
  files: readonly File[]
  parentId?: number
  state: 'waiting' | 'sending' | 'failed'
  /** How much of its files has gone, from 0 to 1. */
  progress: number
  /** Why it failed. */
  problem: string
  /** The server's own word of it came by the stream already. */
  isThere: boolean
}

/** All that is shown. A new object for every change. */
export type ChatState = {
  visit: Visit | undefined
  messages: readonly Message[]
  outbox: readonly Outgoing[]
  /** Behind which seq there are older messages; null where there are none. */
  before: number | null
  isOpen: boolean
  isOffline: boolean
  unread: number
  /** Who of the team types, as customers see them. */
  typing: string | undefined
  /** The seq of the newest message of the visitor's that the team has seen. */
  seenSeq: number
}

export const EMPTY: ChatState = {
  visit: undefined,
  messages: [],
  outbox: [],
  before: null,
  isOpen: false,
  isOffline: false,
  unread: 0,
  typing: undefined,
  seenSeq: 0,
}

/** Messages by seq, each as it was told last. */
export function mergeMessages(known: readonly Message[], told: readonly Message[]): readonly Message[] {
  if (told.length === 0) return known
  const byId = new Map(known.map((one) => [one.id, one]))
  // What the visitor may not see is not told by any of these; a note would be a fault, and is not shown even then.
  for (const one of told) if (!one.private) byId.set(one.id, one)
  return [...byId.values()].sort((a, b) => a.seq - b.seq)
}

export function isFromTeam({ direction }: Message): boolean {
  return direction !== 'inbound'
}

/** The seq up to which the visitor has something to read, 0 where all is read. */
export function unreadThrough(messages: readonly Message[], readSeq: number): number {
  const last = messages.findLast((one) => isFromTeam(one) && one.deletedAt === null)
  return last && last.seq > readSeq ? last.seq : 0
}

/** Marks the one entry on its way that a message of the visitor's own must be, so that it is not shown twice until its answer comes. */
export function markThere(outbox: readonly Outgoing[], message: Message): readonly Outgoing[] {
  if (isFromTeam(message)) return outbox
  const at = outbox.findIndex(
    (one) =>
      one.state === 'sending' &&
      !one.isThere &&
      one.text.trim() === (message.text ?? '').trim() &&
      one.files.length === message.attachments.length,
  )
  return at < 0 ? outbox : outbox.map((one, index) => (index === at ? { ...one, isThere: true } : one))
}

/** What of the outbox is kept on this device: files cannot be. */
export function toKept(outbox: readonly Outgoing[]): { key: string; text: string; parentId?: number }[] {
  return outbox
    .filter(({ text }) => text !== '')
    .map(({ key, text, parentId }) => ({ key, text, ...(parentId !== undefined && { parentId }) }))
}

export function fromKept(kept: unknown): Outgoing[] {
  if (!Array.isArray(kept)) return []
  return kept.flatMap((one: Partial<Outgoing> | null) =>
    one && typeof one.key === 'string' && typeof one.text === 'string' ? [outgoing(one.key, one.text, [], one.parentId)] : [],
  )
}

export function outgoing(key: string, text: string, files: readonly File[], parentId?: number): Outgoing {
  return { key, text, files, ...(parentId !== undefined && { parentId }), state: 'waiting', progress: 0, problem: '', isThere: false }
}
