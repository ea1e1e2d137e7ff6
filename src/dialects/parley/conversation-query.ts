import { type Static, Type } from 'typebox'
import { type Reader, seesAllConversations } from '../../core/access.ts'
import type { Ctx } from '../../core/context.ts'
import type { ConversationFilter } from '../../storage/queries/conversations/conversation-filter.ts'
import { Id, QueryText } from './wire.ts'
import { Status } from './wires/conversation.ts'

const Narrowing = {
  status: Type.Optional(Type.Array(Status, { description: 'May be given several times' })),
  channelId: Type.Optional(Id),
  contactId: Type.Optional(Id),
  applicationId: Type.Optional(Id),
  participantId: Type.Optional(Type.Integer({ minimum: 0, description: 'A member, contact or application that is in it' })),
  teamId: Type.Optional(Id),
  kind: Type.Optional(QueryText(64)),
  label: Type.Optional(QueryText(100, { minLength: 1 })),
}

/** What conversations are counted by: everything but the assignee, by which the counts divide. */
export const CountQuery = Narrowing

/** What a list of conversations can be narrowed by. */
export const ListQuery = {
  ...Narrowing,
  number: Type.Optional(
    Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'The one that people know by this number' }),
  ),
  assignee: Type.Optional(Type.String({ pattern: '^(me|none|any|[1-9]\\d{0,15})$', description: 'A member’s id, `me`, `none` or `any`' })),
}
export type ListQuery = Static<ReturnType<typeof Type.Object<typeof ListQuery>>>

/** The filter behind a query; none where it asks for what this reader is not shown, and so finds nothing. */
export function readFilter(ctx: Ctx, reader: Reader, query: ListQuery): ConversationFilter | undefined {
  const { status: statuses, assignee, ...same } = query
  const filter: ConversationFilter = { ...same, statuses, reach: ctx.reach }
  if (!seesAllConversations(reader.role)) {
    if (assignee !== undefined || query.teamId !== undefined || query.label !== undefined) return undefined
    return { ...filter, concerning: ctx.actor }
  }
  if (assignee === 'none' || assignee === 'any') filter.assigneeId = assignee
  else if (assignee !== undefined) filter.assigneeId = assignee === 'me' ? ctx.actor.id : Number(assignee)
  return filter
}
