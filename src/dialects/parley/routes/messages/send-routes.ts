import { Type } from 'typebox'
import { sendMessages } from '../../../../core/messages/send-messages.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { sendUploads } from '../../../uploads.ts'
import { answers } from '../../errors.ts'
import { acceptMessageForms } from '../../message-form.ts'
import { fromWireMessage, MessageFields, NewMessageBody, ruleFor } from '../../new-message.ts'
import { Body, Id, parseId } from '../../wire.ts'
import { toWireMessages, WireMessage } from '../../wires/message.ts'

const BatchBody = Body({
  messages: Type.Array(Body({ ...MessageFields, conversationId: Id }), { minItems: 1, maxItems: 1000 }),
})

/** A scope of its own: nothing else of this API takes files. */
export async function sendRoutes(app: App): Promise<void> {
  await app.register(async (scope) => {
    await acceptMessageForms(scope)
    sendOne(scope)
  })
  sendBatch(app)
}

function sendOne(app: App): void {
  app.post(
    '/conversations/:conversationId/messages',
    {
      config: { action: 'sendMessages', openToPages: true },
      schema: {
        summary: 'Send a message',
        description:
          'Outbound from a member, inbound from a contact or an application. With `author` a member writes in the name of the conversation’s contact, as an import or a simulation does. With files it is a form: the same object as JSON in the part `message`, and up to 15 files of 40 MB each in parts `files`; it needs no text then.',
        consumes: ['application/json', 'multipart/form-data'],
        params: Type.Object({ conversationId: Type.String() }),
        body: NewMessageBody,
        response: answers({ 201: WireMessage }),
      },
    },
    async (request, reply) => {
      const { ctx, reader, params, body } = request
      const answer = await sendUploads(request, async (files) => {
        const message = fromWireMessage(ctx, reader, parseId(params.conversationId, 'conversation_not_found'), body, files)
        return sendMessages(ctx, [message], ruleFor(reader), async (db, { messages }) => {
          const [wire] = await toWireMessages(ctx, db, messages)
          return jsonAnswer(201, wire)
        })
      })
      return sendAnswer(reply, answer)
    },
  )
}

function sendBatch(app: App): void {
  app.post(
    '/messages/batch',
    {
      config: { action: 'sendMessages' },
      schema: {
        summary: 'Send up to 1,000 messages, all or none',
        description: 'Each may go to another conversation. They are answered in the order in which they were given.',
        body: BatchBody,
        response: answers({ 201: Type.Object({ messages: Type.Array(WireMessage) }) }),
      },
    },
    async ({ ctx, reader, body }, reply) => {
      const wanted = body.messages.map(({ conversationId, ...message }) => fromWireMessage(ctx, reader, conversationId, message))
      const answer = await sendMessages(ctx, wanted, ruleFor(reader), async (db, { messages }) =>
        jsonAnswer(201, { messages: await toWireMessages(ctx, db, messages) }),
      )
      return sendAnswer(reply, answer)
    },
  )
}
