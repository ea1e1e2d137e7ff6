import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Message } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { updateConversation as writeConversation } from '../../storage/queries/conversations/conversations.ts'
import { insertMessages } from '../../storage/queries/messages/messages.ts'
import { holdMembers } from '../../storage/queries/people/members.ts'
import { teams } from '../../storage/queries/people/teams.ts'
import { loadAuthors } from '../authors.ts'
import type { Ctx } from '../context.ts'
import { changes, conversationEvent, messageEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { draftActivity } from '../messages/draft-activity.ts'
import { lockConversation } from './check-reach.ts'
import { describeChange, whoOf } from './describe-change.ts'
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
 * Changes a conversation and writes `conversation.updated` with the changed fields, and an activity for everything the team is told of; setting what is set already
 * writes nothing. `remark` is a sentence about what is done beside it, which is written in any case.
 * Refuses with `conversation_not_found`, `member_not_found` (assignee), `team_not_found`.
 */
export async function updateConversation(
  ctx: Ctx,
  tx: Tx,
  ref: ConversationRef,
  update: UpdateConversation,
  remark?: (who: string) => string,
): Promise<{ conversation: Conversation; changed: boolean }> {
  const before = await lockConversation(ctx, tx, ref)
  if (update.assigneeId != null && (await holdMembers(tx, ctx.accountId, [update.assigneeId])).length === 0)
    throw new AppError('member_not_found')
  const team = update.teamId == null ? undefined : await teams.lock(tx, ctx.accountId, update.teamId)
  if (update.teamId != null && !team) throw new AppError('team_not_found')
  const wanted: Conversation = { ...before }
  for (const field of FIELDS) if (update[field] !== undefined) Object.assign(wanted, { [field]: update[field] })
  if (update.labels) wanted.labels = [...new Set(update.labels)]
  if (update.status !== undefined && update.status !== 'snoozed') wanted.snoozedUntil = null
  const changed = changes(before, wanted, FIELDS)
  if (!changed && !remark) return { conversation: before, changed: false }
  const now = ctx.core.now()
  if (changed) wanted.updatedAt = now
  const { conversation, activities } = await writeActivities(ctx, tx, { before, after: wanted, team: team?.name, remark })
  await writeConversation(tx, conversation)
  forgetAfter(tx, ctx.core.recent, conversation.id)
  await recordEvents(tx, ctx.accountId, now, [
    ...(changed ? [conversationEvent('conversation.updated', conversation.id, ctx.actor, changed)] : []),
    ...activities.map((message) => messageEvent('message.created', message, message.author)),
  ])
  return { conversation, changed: true }
}

/** Writes what the team is told of a change; gives the messages, and the conversation behind the last of them. */
async function writeActivities(
  ctx: Ctx,
  tx: Tx,
  of: { before: Conversation; after: Conversation; team: string | undefined; remark: ((who: string) => string) | undefined },
): Promise<{ conversation: Conversation; activities: Message[] }> {
  const { before, after, team, remark } = of
  const people = [ctx.actor, ...(after.assigneeId === null ? [] : [{ kind: 'member' as const, id: after.assigneeId }])]
  const authors = await loadAuthors(ctx.core, tx, ctx.accountId, people)
  const actor = authors.get(ctx.actor.id)
  const sentences = describeChange(before, after, { actor, nameOf: (id) => whoOf(authors.get(id)), team })
  if (remark) sentences.push(remark(whoOf(actor)))
  const now = ctx.core.now()
  let conversation = after
  const activities: Message[] = []
  for (const sentence of sentences) {
    const drafted = draftActivity(conversation, sentence, now)
    conversation = drafted.conversation
    activities.push(drafted.message)
  }
  if (activities.length > 0) {
    // Under the lock of the conversation, so that ids grow with seq.
    const ids = await tx.takeIds(activities.length)
    for (const [index, message] of activities.entries()) message.id = ids[index] as number
    await insertMessages(tx, activities)
  }
  return { conversation, activities }
}
