import { Type } from 'typebox'
import { createConversation } from '../../../../core/conversations/create-conversation.ts'
import { findPeople } from '../../../../core/conversations/find-people.ts'
import { openConversation } from '../../../../core/conversations/open-conversation.ts'
import { updateConversation } from '../../../../core/conversations/update-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError } from '../../../../model/errors.ts'
import { holdMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, fromWireTime, Id, Nullable, parseId, Query, Text } from '../../wire.ts'
import { ConversationFields, toWireConversation, WireConversation } from '../../wires/conversation.ts'
import { ConversationView, Include, showConversations } from '../../wires/overview.ts'

const Params = Type.Object({ conversationId: Type.String() })
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
      config: { action: 'readConversations', openToPages: true },
      schema: {
        summary: 'Get a conversation',
        params: Params,
        querystring: Query({ include: Include }),
        response: answers({ 200: ConversationView }),
      },
    },
    async ({ ctx, reader, params, query }) => {
      const conversation = await openConversation(ctx, reader, parseId(params.conversationId, 'conversation_not_found'))
      return (await showConversations(ctx, reader, [conversation], query.include))[0]
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
