import type { Conversation } from '../../model/conversation.ts'
import type { Message } from '../../model/message.ts'
import { listMessages as queryMessages, seekSeq } from '../../storage/queries/messages/messages.ts'
import type { Ctx } from '../context.ts'
import { keepPage } from '../conversations/recent.ts'
import { seesNotes } from '../visibility.ts'

/**
 * Which messages of a conversation are asked for. Bounds by seq, by message id or by time (integer microseconds) may be combined; all of them
 * are turned into seqs, so that no page skips or repeats a message while others write. `after…` and `before…` are exclusive,
 * `from…` and `until…` inclusive.
 */
export type MessageWindow = {
  afterSeq?: number
  beforeSeq?: number
  afterId?: number
  fromId?: number
  beforeId?: number
  fromTime?: number
  untilTime?: number
  beforeTime?: number
}

const WINDOW = ['afterSeq', 'beforeSeq', 'afterId', 'fromId', 'beforeId', 'fromTime', 'untilTime', 'beforeTime'] as const
/** Longer pages are not kept in memory. */
const MAX_KEPT = 101

export type ListMessages = MessageWindow & {
  order: 'newest' | 'oldest'
  limit: number
  offset?: number
  /** Whether tombstones of deleted messages are wanted. */
  deleted: boolean
  /** Whether messages by Parley itself (activity, templates) are wanted. */
  system: boolean
  /** Leaves private notes out even for somebody who may see them. */
  publicOnly?: boolean
}

/** One page of a conversation the caller was found to have access to; private notes only for those who may see them. The list is the caller's own. */
export async function listMessages(ctx: Ctx, conversation: Conversation, query: ListMessages): Promise<Message[]> {
  const notes = seesNotes(ctx) && !query.publicOnly
  if (isEnd(query)) {
    const which = `${query.order} ${query.limit} ${notes} ${query.deleted} ${query.system}`
    const whole = { after: 0, before: conversation.lastSeq + 1 }
    return keepPage(ctx.core.recent, conversation, which, () => readPage(ctx, conversation, query, notes, whole))
  }
  const bounds = await resolveWindow(ctx, conversation, query)
  return readPage(ctx, conversation, query, notes, bounds)
}

/** Whether it is a short page at one end of the conversation, which is what clients poll for. */
function isEnd(query: ListMessages): boolean {
  return (
    !query.offset &&
    query.limit <= MAX_KEPT &&
    WINDOW.every((bound) => query[bound] === undefined || (bound === 'afterSeq' && query[bound] === 0))
  )
}

function readPage(ctx: Ctx, conversation: Conversation, query: ListMessages, notes: boolean, bounds: { after: number; before: number }) {
  return queryMessages(ctx.core.store, ctx.accountId, conversation.id, {
    ...bounds,
    notes,
    deleted: query.deleted,
    system: query.system,
    order: query.order,
    limit: query.limit,
    offset: query.offset,
  })
}

/** The exclusive seq bounds of a window. */
export async function resolveWindow(
  ctx: Ctx,
  conversation: Conversation,
  window: MessageWindow,
): Promise<{ after: number; before: number }> {
  const of = { accountId: ctx.accountId, conversationId: conversation.id, lastSeq: conversation.lastSeq }
  const seek = (by: 'id' | 'created_at', value: number) => seekSeq(ctx.core.store, of, by, value)
  let after = window.afterSeq ?? 0
  let before = window.beforeSeq ?? conversation.lastSeq + 1
  if (window.afterId !== undefined) after = Math.max(after, (await seek('id', window.afterId + 1)) - 1)
  if (window.fromId !== undefined) after = Math.max(after, (await seek('id', window.fromId)) - 1)
  if (window.beforeId !== undefined) before = Math.min(before, await seek('id', window.beforeId))
  if (window.fromTime !== undefined) after = Math.max(after, (await seek('created_at', window.fromTime)) - 1)
  if (window.untilTime !== undefined) before = Math.min(before, await seek('created_at', window.untilTime + 1))
  if (window.beforeTime !== undefined) before = Math.min(before, await seek('created_at', window.beforeTime))
  return { after, before }
}
