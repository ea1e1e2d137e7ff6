import { Type } from 'typebox'
import { seesAllConversations } from '../../../core/access.ts'
import { createConversation } from '../../../core/conversations/create-conversation.ts'
import { findPeople } from '../../../core/conversations/find-people.ts'
import { openConversation } from '../../../core/conversations/open-conversation.ts'
import { updateConversation } from '../../../core/conversations/update-conversation.ts'
import { once } from '../../../core/idempotency/once.ts'
import { AppError } from '../../../model/errors.ts'
import type { ConversationFilter } from '../../../storage/queries/conversations/conversation-filter.ts'
import { listConversations } from '../../../storage/queries/conversations/conversations.ts'
import { holdMembers } from '../../../storage/queries/people/members.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { ConversationFields, Status, toWireConversation, WireConversation } from '../conversation.ts'
import { fromCursor, SORTS, toCursor } from '../cursor.ts'
import { answers } from '../errors.ts'
import { Body, fromWireTime, Id, Limit, Nullable, parseId, Query, QueryText, Text } from '../wire.ts'

const Params = Type.Object({ conversationId: Type.String() })
const Page = Type.Object({ conversations: Type.Array(WireConversation), nextCursor: Nullable(Type.String()) })
const Filter = Query({
  status: Type.Optional(Type.Array(Status, { description: 'May be given several times' })),
  channelId: Type.Optional(Id),
  contactId: Type.Optional(Id),
  applicationId: Type.Optional(Id),
  participantId: Type.Optional(Type.Integer({ minimum: 0, description: 'A member, contact or application that is in it' })),
  assignee: Type.Optional(Type.String({ pattern: '^(none|any|[1-9]\\d{0,15})$', description: 'A member’s id, `none` or `any`' })),
  teamId: Type.Optional(Id),
  kind: Type.Optional(QueryText(64)),
  label: Type.Optional(QueryText(100, { minLength: 1 })),
  sort: Type.Optional(Type.Enum(['lastActivityAt', 'createdAt', 'updatedAt', 'number'])),
  order: Type.Optional(Type.Enum(['asc', 'desc'])),
  cursor: Type.Optional(QueryText(200)),
  limit: Limit(200, 50),
})
const CreateBody = Body({
  ...ConversationFields,
  channelId: Type.Optional(Type.Integer({ minimum: 0, description: 'The account’s first channel when absent' })),
  contactId: Type.Optional(Nullable(Id)),
  participants: Type.Optional(
    Type.Array(Body({ authorId: Id, role: Type.Optional(Text(64, { minLength: 1 })) }), {
      maxItems: 500,
      description: 'Members and contacts; the contact of the conversation is in it anyway',
    }),
  ),
})

export function conversationRoutes(app: App): void {
  app.get(
    '/conversations',
    {
      config: { action: 'readConversations' },
      schema: {
        summary: 'List conversations',
        description:
          'The latest activity first unless `sort` and `order` say otherwise; to contacts, applications and drivers activity is what they see of it. A filter on what a caller is not shown finds nothing.',
        querystring: Filter,
        response: answers({ 200: Page }),
      },
    },
    async ({ ctx, reader, query }) => {
      const { sort: wanted = 'lastActivityAt', order = 'desc', limit = 50, cursor, status, assignee, ...same } = query
      const overview = seesAllConversations(reader.role)
      // The order of activity would tell when a note was written.
      const sort = wanted === 'lastActivityAt' && !overview ? 'updatedAt' : wanted
      if (!overview && (assignee !== undefined || query.teamId !== undefined || query.label !== undefined))
        return { conversations: [], nextCursor: null }
      const filter: ConversationFilter = { ...same, reach: ctx.reach, statuses: status, ...(overview ? {} : { concerning: ctx.actor }) }
      if (assignee !== undefined) filter.assigneeId = assignee === 'none' || assignee === 'any' ? assignee : Number(assignee)
      const after = cursor === undefined ? undefined : fromCursor(cursor, sort, order)
      const page = { limit: limit + 1, orderBy: SORTS[sort], order, after }
      const found = await listConversations(ctx.core.store, ctx.accountId, filter, page)
      const shown = found.slice(0, limit)
      const last = found.length > limit ? shown.at(-1) : undefined
      return {
        conversations: shown.map((conversation) => toWireConversation(conversation, reader)),
        nextCursor: last ? toCursor(sort, order, last) : null,
      }
    },
  )

  app.post(
    '/conversations',
    {
      config: { action: 'writeConversations' },
      schema: { summary: 'Open a conversation', body: CreateBody, response: answers({ 201: WireConversation }) },
    },
    async ({ ctx, reader, body }, reply) => {
      const { participants: wanted = [], snoozedUntil, ...input } = body
      const until = snoozedUntil == null ? null : fromWireTime(snoozedUntil, 'snoozedUntil')
      const answer = await once(ctx, async (tx) => {
        if (input.assigneeId != null && (await holdMembers(tx, ctx.accountId, [input.assigneeId])).length === 0)
          throw new AppError('member_not_found', { field: 'assigneeId' })
        const ids = wanted.map((one) => one.authorId)
        const people = await findPeople(tx, ctx.accountId, ids)
        const participants = people.map((author, index) => ({ author, role: wanted[index]?.role ?? 'member' }))
        const conversation = await createConversation(ctx, tx, { ...input, snoozedUntil: until, participants })
        return jsonAnswer(201, toWireConversation(conversation, reader))
      })
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/conversations/:conversationId',
    {
      config: { action: 'readConversations' },
      schema: { summary: 'Get a conversation', params: Params, response: answers({ 200: WireConversation }) },
    },
    async ({ ctx, reader, params }) => {
      const conversation = await openConversation(ctx, reader, parseId(params.conversationId, 'conversation_not_found'))
      return toWireConversation(conversation, reader)
    },
  )

  app.patch(
    '/conversations/:conversationId',
    {
      config: { action: 'writeConversations' },
      schema: {
        summary: 'Change a conversation',
        description: 'Only what is given changes; objects and lists replace what was there.',
        params: Params,
        body: Body(ConversationFields),
        response: answers({ 200: WireConversation }),
      },
    },
    async ({ ctx, reader, params, body: { snoozedUntil, ...update } }, reply) => {
      const id = parseId(params.conversationId, 'conversation_not_found')
      const until = snoozedUntil == null ? snoozedUntil : fromWireTime(snoozedUntil, 'snoozedUntil')
      const answer = await once(ctx, async (tx) => {
        const { conversation } = await updateConversation(ctx, tx, { id }, { ...update, snoozedUntil: until })
        return jsonAnswer(200, toWireConversation(conversation, reader))
      })
      return sendAnswer(reply, answer)
    },
  )
}
