import { Type } from 'typebox'
import { ensureContact } from '../../../../core/contacts/ensure-contact.ts'
import type { Answer, Ctx } from '../../../../core/context.ts'
import { startConversation } from '../../../../core/conversations/start-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Message } from '../../../../model/message.ts'
import { findConversation } from '../../../../storage/queries/conversations/conversations.ts'
import { findMessage } from '../../../../storage/queries/messages/messages.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { fromWireContent, WireContent } from '../../content.ts'
import type { OwnFacts } from '../../conversation.ts'
import { WireEmail, WireName } from '../../email.ts'
import { refusals } from '../../errors.ts'
import { toPreview, toWireStatus, WireMessageStatus } from '../../message.ts'

const Started = Type.Object({
  conversation: Type.Object({ id: Type.String({ description: '`thd_…`' }) }),
  contact: Type.Object({ id: Type.String({ description: '`ctc_…`' }) }),
  message: Type.Object({
    id: Type.String({ description: '`msg_…`' }),
    contentPreview: Type.String(),
    status: WireMessageStatus,
  }),
})

/** The vendor sends the first message by e-mail, whatever the workspace's channel is here. */
const OWN_FACTS: OwnFacts = { source: 'EMAIL' }

/** tidysupport sheet 4.2. The contact with that e-mail address is reused as it is, else created. */
export function createConversation(app: App): void {
  app.post(
    '/conversations',
    {
      config: { action: 'startConversations' },
      schema: {
        summary: 'Starts a conversation with a first message to the customer',
        params: Type.Object({ workspaceId: Type.String() }),
        body: Type.Object({
          email: WireEmail,
          name: Type.Optional(WireName),
          subject: Type.Optional(Type.String({ maxLength: 998 })),
          ...WireContent,
        }),
        response: { 200: Started, ...refusals(413, 415, 422) },
      },
    },
    async ({ ctx, body }, reply) => {
      const content = fromWireContent(body)
      if (!content) throw new AppError('message_empty')
      const answer = await once(
        ctx,
        async (tx) => {
          const contact = await ensureContact(ctx, tx, { email: body.email, name: body.name })
          const { conversation, messages } = await startConversation(ctx, tx, {
            contactId: contact.id,
            subject: body.subject || null,
            extra: { tidysupport: OWN_FACTS },
            participants: [{ author: ctx.actor, role: 'member' }],
            messages: [{ by: ctx.actor, direction: 'outbound', ...content }],
          })
          return toStarted(ctx, conversation, messages[0])
        },
        async (tx, [messageId = 0]) => {
          const message = await findMessage(tx, ctx.accountId, messageId)
          return toStarted(ctx, message && (await findConversation(tx, ctx.accountId, { id: message.conversationId })), message)
        },
      )
      return sendAnswer(reply, answer)
    },
  )
}

function toStarted(ctx: Ctx, conversation: Conversation | undefined, message: Message | undefined): Answer {
  if (!conversation || conversation.contactId === null || !message) throw new AppError('conversation_not_found')
  const { ids } = ctx.core
  const wire = {
    conversation: { id: ids.toPrefixed('conversation', conversation.id) },
    contact: { id: ids.toPrefixed('contact', conversation.contactId) },
    message: {
      id: ids.toPrefixed('message', message.id),
      contentPreview: toPreview(message),
      status: toWireStatus(message.status),
    },
  }
  return jsonAnswer(200, wire, [message.id])
}
