import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { receiveReceipt } from '../../../../core/messages/receive-receipt.ts'
import { retryMessage } from '../../../../core/messages/retry-message.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, parseId } from '../../wire.ts'
import { toWireMessages, WireMessage } from '../../wires/message.ts'
import { OneMessageParams, parseIds, showAgain } from './message-routes.ts'

const ReceiptBody = Body({
  status: Type.Enum(['delivered', 'read']),
  seq: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'The newest message it is true of' }),
})

/** How far messages have come, where that is not one message's status (`PATCH`). */
export function receiptRoutes(app: App): void {
  app.post(
    '/conversations/:conversationId/receipts',
    {
      config: { action: 'changeMessages' },
      schema: {
        summary: 'Say that messages were delivered or read',
        description:
          'What the team has said up to a message has come so far; of messages that have come farther, have failed or are notes nothing changes. With `read` the contact has looked at the conversation. At most the latest 1,000 move in one call.',
        params: Type.Object({ conversationId: Type.String() }),
        body: ReceiptBody,
        response: answers({ 200: Type.Object({ moved: Type.Integer({ minimum: 0, description: 'How many messages have moved' }) }) }),
      },
    },
    async ({ ctx, params, body: { status: to, seq } }, reply) => {
      const ref = { id: parseId(params.conversationId, 'conversation_not_found') }
      const answer = await once(ctx, async (tx) => jsonAnswer(200, { moved: await receiveReceipt(ctx, tx, ref, { to, seq }) }))
      return sendAnswer(reply, answer)
    },
  )

  app.post(
    '/conversations/:conversationId/messages/:messageId/retry',
    {
      config: { action: 'changeMessages' },
      schema: {
        summary: 'Send a failed message again',
        description:
          'It waits for its channel once more, or is `sent` where the channel hands over to no address. Any other message stays as it is.',
        params: OneMessageParams,
        response: answers({ 200: WireMessage }),
      },
    },
    async ({ ctx, params }, reply) => {
      const ref = parseIds(params)
      const answer = await once(
        ctx,
        async (tx) => {
          const message = await retryMessage(ctx, tx, ref)
          return jsonAnswer(200, (await toWireMessages(ctx, tx, [message]))[0], [message.id])
        },
        (tx, [id]) => showAgain(ctx, tx, id ?? 0),
      )
      return sendAnswer(reply, answer)
    },
  )
}
