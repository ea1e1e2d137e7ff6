import { Type } from 'typebox'
import { sendMessages } from '../../../core/messages/send-messages.ts'
import type { App } from '../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { sendUploads } from '../../uploads.ts'
import { renderMessages } from '../faces/render-messages.ts'
import { answers, TextInput } from '../inputs/inputs.ts'
import { readChatwootQuery } from '../inputs/message-query.ts'
import { toNewMessage } from '../inputs/new-message.ts'
import { FLOOD } from '../limits.ts'
import type { Profile } from '../profile.ts'
import { readLimited } from '../routes/messages/list-messages.ts'
import { ClientMessage, toClientMessage } from './client-conversation.ts'
import { ConversationPath, openConversation } from './visitor.ts'

const PAGE_SIZE = 20
const PATH = '/contacts/:source_id/conversations/:conversation_id/messages'

/** A bare array, at most 20, oldest first; neither notes nor activities (chatwoot sheet 9). */
export function listClientMessages(app: App, profile: Profile): void {
  const querystring = Type.Object({ before: Type.Optional(Type.String({ description: 'A message id: only messages before it' })) })
  const response = answers(profile, Type.Array(ClientMessage(profile.message)))
  app.get(
    PATH,
    {
      config: { action: 'readConversations' },
      schema: { summary: 'Client API: list messages', params: Type.Object(ConversationPath), querystring, response },
    },
    async (request) => {
      const { ctx, query } = request
      const conversation = await openConversation(request)
      const read = { ...readChatwootQuery({ before: query.before }), limit: PAGE_SIZE, publicOnly: true }
      const messages = await readLimited(ctx, profile, conversation, read)
      const { wires } = await renderMessages(profile, ctx, ctx.core.store, { conversation, messages })
      return wires.map(toClientMessage) as never
    },
  )
}

/** Always incoming, from the contact (chatwoot sheet 9). `echo_id` is taken and not given back. */
export function createClientMessage(app: App, profile: Profile): void {
  const body = Type.Object({
    content: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'At most 150,000 characters' })),
    echo_id: Type.Optional(TextInput),
  })
  const schema = {
    summary: 'Client API: send a message',
    consumes: ['application/json', 'multipart/form-data', 'application/x-www-form-urlencoded'],
    params: Type.Object(ConversationPath),
    body,
    response: answers(profile, ClientMessage(profile.message)),
  }
  app.post(PATH, { config: { action: 'sendMessages', limit: FLOOD }, schema }, async (request, reply) => {
    const { ctx, visitor } = request
    const answer = await sendUploads(request, async (files) => {
      const { number } = await openConversation(request)
      const said = { content: request.body.content, message_type: 'incoming' as const }
      const message = await toNewMessage(ctx, profile, said, { number, files })
      const rule = { contactId: ctx.actor.id, channelId: visitor.channel.id }
      return sendMessages(ctx, [message], rule, async (db, { messages, conversations }) => {
        const conversation = conversations.get(messages[0]?.conversationId ?? 0)
        const { wires } = await renderMessages(profile, ctx, db, { conversation, messages })
        return jsonAnswer(200, toClientMessage(wires[0] ?? {}))
      })
    })
    return sendAnswer(reply, answer)
  })
}
