import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Answer, Ctx } from '../../../core/context.ts'
import { once } from '../../../core/idempotency/once.ts'
import { findVisitor, type Visitor } from '../../../core/visitors/find-visitor.ts'
import { type SentAsVisitor, sendAsVisitor } from '../../../core/visitors/send-as-visitor.ts'
import { AppError } from '../../../model/errors.ts'
import { MAX_TEXT_LENGTH } from '../../../model/message.ts'
import type { Tx } from '../../../storage/db.ts'
import { findConversation } from '../../../storage/queries/conversations/conversations.ts'
import { findMessage } from '../../../storage/queries/messages/messages.ts'
import { findContacts } from '../../../storage/queries/people/contacts.ts'
import { type AllowanceSize, charge, type Spend } from '../../allowances.ts'
import { clientAddress } from '../../client-address.ts'
import type { App } from '../../dialect.ts'
import { bearerOf, jsonAnswer, sendAnswer } from '../../requests.ts'
import { sendUploads } from '../../uploads.ts'
import { answers } from '../errors.ts'
import { fromWireMessage } from '../new-message.ts'
import { Body, Id, Nullable, Text, toWireTime } from '../wire.ts'
import { toWireConversation } from '../wires/conversation.ts'
import { toWireMessages } from '../wires/message.ts'
import { toVisitorContact, WireSent } from './visit.ts'
import { chargeBytes, ProfileFields, WidgetParams } from './visitor-requests.ts'

/** Of one address: whoever writes without being known becomes a contact. */
const STRANGERS: AllowanceSize = { requests: 30, seconds: 600 }
/** Of one visitor. */
const MESSAGES: AllowanceSize = { requests: 120, seconds: 60 }

const MessageBody = Body({
  text: Type.Optional(Nullable(Text(MAX_TEXT_LENGTH))),
  parentId: Type.Optional(Nullable(Id)),
  visitor: Type.Optional(Body(ProfileFields, { description: 'What they have said about themselves by then' })),
})

declare module 'fastify' {
  interface FastifyRequest {
    /** Who writes through the widget. */
    widgetVisitor: Visitor
  }
}

export function sendMessage(app: App, spend: Spend): void {
  app.post(
    '/messages',
    {
      config: { action: 'startConversations', openToPages: true },
      // Before any of the body is read: a stranger's files are not even received without a secret.
      onRequest: (request) => identify(request, spend),
      schema: {
        summary: 'Send a visitor’s message, as the chat widget does',
        description:
          'With the session’s token as `Authorization: Bearer`. The first message makes a stranger a contact and begins the conversation; later ones go where it went, and open it again where it was resolved. With files it is a form, as in `POST …/conversations/{conversationId}/messages`.',
        consumes: ['application/json', 'multipart/form-data'],
        params: WidgetParams,
        body: MessageBody,
        response: answers({ 201: WireSent }),
      },
    },
    async (request, reply) => {
      const { ctx, widgetChannel: channel, body } = request
      const { secret } = request.widgetVisitor
      const answer = await sendUploads(request, (files) => {
        const {
          to: _to,
          by: _by,
          ...message
        } = fromWireMessage(ctx, { role: 'contact', id: 0 }, 0, { text: body.text, parentId: body.parentId }, files)
        return once(
          ctx,
          async (tx) => answerSent(tx, await sendAsVisitor(ctx, tx, channel, { secret, profile: body.visitor ?? {}, message })),
          async (tx, [id]) => answerSent(tx, await readSent(request, tx, id ?? 0)),
        )
      })
      return sendAnswer(reply, answer)
    },
  )
}

/** Refuses with `token_missing`, `token_invalid`, `rate_limited`. */
async function identify(request: FastifyRequest, spend: Spend): Promise<void> {
  const { ctx, headers, widgetChannel: channel } = request
  const secret = bearerOf(headers)
  if (secret === undefined) throw new AppError('token_missing')
  const visitor = await findVisitor(ctx.core, ctx.core.store, channel, secret)
  if (!visitor) throw new AppError('token_invalid')
  charge(spend, MESSAGES, secret)
  chargeBytes(spend, request)
  if (!visitor.token) charge(spend, STRANGERS, `${channel.id} ${clientAddress(request)}`)
  request.widgetVisitor = visitor
}

async function answerSent(tx: Tx, { ctx, expiresAt, contact, conversation, message }: SentAsVisitor): Promise<Answer> {
  const [wire] = await toWireMessages(ctx, tx, [message])
  const said = {
    expiresAt: toWireTime(expiresAt),
    contact: toVisitorContact(contact),
    conversation: toWireConversation(conversation, { role: 'contact', id: contact.id }),
    message: wire,
  }
  return jsonAnswer(201, said, [message.id])
}

/** What a kept answer showed, as it is now, because the message was edited or deleted since. */
async function readSent(
  { ctx, widgetChannel, widgetVisitor: { secret } }: FastifyRequest,
  tx: Tx,
  messageId: number,
): Promise<SentAsVisitor> {
  const visitor = await findVisitor(ctx.core, tx, widgetChannel, secret)
  const [contact] = visitor?.token ? await findContacts(tx, ctx.accountId, [visitor.token.author.id]) : []
  const message = await findMessage(tx, ctx.accountId, messageId)
  const conversation = message && (await findConversation(tx, ctx.accountId, { id: message.conversationId }))
  if (!visitor || !contact || !conversation) throw new AppError('message_not_found')
  const asContact: Ctx = { ...ctx, actor: { kind: 'contact', id: contact.id } }
  return { ctx: asContact, expiresAt: visitor.expiresAt, contact, conversation, message }
}
