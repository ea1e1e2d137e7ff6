import type { Message, MessageStatus } from '../../model/message.ts'

/** What somebody says of a message: how far it has come and, where that is no success, why. */
export type StatusMove = { to: MessageStatus; cause?: string | null }

/**
 * Where a message may go from where it is: forward only. What failed, or is tried again, may yet have arrived; what somebody has got neither fails nor waits any more. Nothing
 * becomes `pending` here: that is what a message is born as, or made again (retry-message.ts).
 */
const NEXT: Record<MessageStatus, readonly MessageStatus[]> = {
  pending: ['retrying', 'failed', 'sent', 'delivered', 'read'],
  retrying: ['failed', 'sent', 'delivered', 'read'],
  failed: ['sent', 'delivered', 'read'],
  sent: ['failed', 'delivered', 'read'],
  delivered: ['read'],
  read: [],
}

/** Longer causes are cut, in characters. */
const MAX_CAUSE = 1000

/**
 * The message after a move, or undefined where that changes nothing: a step back, a note, which goes nowhere, a tombstone. A failed one may fail for another reason.
 * The one place that decides it, whoever says it. Pure.
 */
export function moveStatus(message: Message, { to, cause = null }: StatusMove, now: number): Message | undefined {
  if (message.private || message.deletedAt !== null) return undefined
  const failure = to === 'failed' || to === 'retrying' ? (cause?.toWellFormed().slice(0, MAX_CAUSE) ?? null) : null
  const failsAnew = message.status === 'failed' && to === 'failed' && failure !== null && failure !== message.failure
  if (!failsAnew && !NEXT[message.status].includes(to)) return undefined
  const left = to === 'sent' || to === 'delivered' || to === 'read'
  return { ...message, status: to, failure, sentAt: left ? (message.sentAt ?? now) : message.sentAt }
}

/** The statuses from which a message may come to another one. */
export function statusesBefore(to: MessageStatus): MessageStatus[] {
  return (Object.keys(NEXT) as MessageStatus[]).filter((status) => NEXT[status].includes(to))
}
