import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { lockConversations, updateConversation as writeConversation } from '../../storage/queries/conversations.ts'
import { findMembers } from '../../storage/queries/members.ts'
import { lockTeam } from '../../storage/queries/teams.ts'
import type { Ctx } from '../context.ts'
import { changes, conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { forgetAfter } from './recent.ts'

const FIELDS = [
  'kind',
  'subject',
  'status',
  'priority',
  'assigneeId',
  'teamId',
  'labels',
  'attributes',
  'additional',
  'extra',
  'snoozedUntil',
] as const

/** Only what is given changes; objects and lists replace what was there. */
export type UpdateConversation = Partial<Pick<Conversation, (typeof FIELDS)[number]>>

/**
 * Changes a conversation and writes `conversation.updated` with the changed fields; setting what is set already writes nothing.
 * Refuses with `conversation_not_found`, `member_not_found` (assignee), `team_not_found`.
 */
export async function updateConversation(
  ctx: Ctx,
  tx: Tx,
  ref: ConversationRef,
  update: UpdateConversation,
): Promise<{ conversation: Conversation; changed: boolean }> {
  const [before] = await lockConversations(tx, ctx.accountId, [ref])
  if (!before) throw new AppError('conversation_not_found')
  if (update.assigneeId != null && (await findMembers(tx, ctx.accountId, [update.assigneeId])).length === 0)
    throw new AppError('member_not_found')
  if (update.teamId != null && !(await lockTeam(tx, ctx.accountId, update.teamId))) throw new AppError('team_not_found')
  const after: Conversation = { ...before }
  for (const field of FIELDS) if (update[field] !== undefined) Object.assign(after, { [field]: update[field] })
  if (update.labels) after.labels = [...new Set(update.labels)]
  if (update.status !== undefined && update.status !== 'snoozed') after.snoozedUntil = null
  const changed = changes(before, after, FIELDS)
  if (!changed) return { conversation: before, changed: false }
  const now = ctx.core.now()
  after.updatedAt = now
  await writeConversation(tx, after)
  forgetAfter(tx, ctx.core.recent, after.id)
  await recordEvents(tx, ctx.accountId, now, [conversationEvent('conversation.updated', after.id, ctx.actor, changed)])
  return { conversation: after, changed: true }
}
