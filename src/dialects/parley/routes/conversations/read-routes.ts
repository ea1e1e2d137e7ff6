import { Type } from 'typebox'
import { loadAuthors } from '../../../../core/authors.ts'
import { lockConversation } from '../../../../core/conversations/check-reach.ts'
import { markRead } from '../../../../core/conversations/mark-read.ts'
import { markUnread } from '../../../../core/conversations/mark-seen.ts'
import { openConversation } from '../../../../core/conversations/open-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, parseId } from '../../wire.ts'
import { toWireConversation, WireConversation } from '../../wires/conversation.ts'
import { toWireLook, toWireParticipant, WireReading } from '../../wires/participant.ts'

const Params = Type.Object({ conversationId: Type.String() })

export function readRoutes(app: App): void {
  app.post(
    '/conversations/:conversationId/read',
    {
      config: { action: 'markRead', openToPages: true },
      schema: {
        summary: 'Mark a conversation as read up to a message',
        description:
          'A read position never moves back, and never beyond the newest message. What a customer wrote is seen once somebody has read it who sees all conversations. They need not be in this one: then they have no position, and `role` and `joinedAt` are null.',
        params: Params,
        body: Body({ seq: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) }),
        response: answers({ 200: WireReading }),
      },
    },
    async ({ ctx, reader, params, body }, reply) => {
      const id = parseId(params.conversationId, 'conversation_not_found')
      const answer = await once(ctx, async (tx) => {
        const conversation = await lockConversation(ctx, tx, { id })
        await openConversation(ctx, reader, id, tx)
        const participant = await markRead(ctx, tx, conversation, body.seq)
        const authors = await loadAuthors(ctx.core, tx, ctx.accountId, [ctx.actor])
        const seq = Math.min(body.seq, conversation.lastSeq)
        return jsonAnswer(200, participant ? toWireParticipant(participant, authors) : toWireLook(ctx.actor, seq, authors))
      })
      return sendAnswer(reply, answer)
    },
  )
  app.post(
    '/conversations/:conversationId/unread',
    {
      config: { action: 'writeConversations' },
      schema: {
        summary: 'Take the team’s look back: the customer’s latest message is unread again',
        description: 'Read positions stay: those never move back.',
        params: Params,
        response: answers({ 200: WireConversation }),
      },
    },
    async ({ ctx, reader, params }, reply) => {
      const id = parseId(params.conversationId, 'conversation_not_found')
      const answer = await once(ctx, async (tx) => jsonAnswer(200, toWireConversation(await markUnread(ctx, tx, { id }), reader)))
      return sendAnswer(reply, answer)
    },
  )
}
