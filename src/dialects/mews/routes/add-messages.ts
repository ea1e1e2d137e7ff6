import { type Static, Type } from 'typebox'
import { sendMessages } from '../../../core/messages/send-messages.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { credentials } from '../auth.ts'
import { answers, invalid } from '../errors.ts'
import { AddedMessage, toWireMessages } from '../message.ts'
import { nullable, Text } from '../wire.ts'

const MessageParameters = Type.Object({
  MessageThreadId: Type.Optional(Type.String()),
  ThreadId: Type.Optional(Type.String({ description: 'What MessageThreadId was once called; read where that one is absent' })),
  Text,
  Identifier: Type.Optional(
    nullable(Type.String({ description: 'Echoed in the answer; it does not keep a repetition from being stored' })),
  ),
})

/** `messages/add` (mews sheet 4): all or none, in the order of the request. A thread that is not the caller's own is like one that does not exist. */
export function addMessages(app: App): void {
  app.post(
    '/messages/add',
    {
      config: { action: 'sendMessages' },
      schema: {
        operationId: 'messages_add',
        summary: 'Add messages to threads',
        body: Type.Object({ ...credentials, Messages: Type.Array(MessageParameters, { maxItems: 1000 }) }),
        response: answers({ 200: Type.Object({ Messages: Type.Array(AddedMessage) }) }),
      },
    },
    async ({ ctx, body }, reply) => {
      const { ids } = ctx.core
      const messages = body.Messages.map((one) => ({
        to: { id: readThreadId(one) },
        by: ctx.actor,
        direction: 'inbound' as const,
        text: one.Text,
      }))
      const answer = await sendMessages(ctx, messages, { applicationId: ctx.actor.id }, (_db, sent) => {
        const wire = toWireMessages(ids, sent.messages)
        return jsonAnswer(200, {
          Messages: wire.map((Message, index) => ({ Identifier: body.Messages[index]?.Identifier ?? null, Message })),
        })
      })
      return sendAnswer(reply, answer)

      function readThreadId(one: Static<typeof MessageParameters>): number {
        const id = ids.fromUuid('conversation', one.MessageThreadId ?? one.ThreadId ?? '')
        if (id === undefined) throw invalid('MessageThreadId')
        return id
      }
    },
  )
}
