import { Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { openConversation } from '../../../../core/conversations/open-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { deleteMessage } from '../../../../core/messages/delete-message.ts'
import { editMessage } from '../../../../core/messages/edit-message.ts'
import { listMessages } from '../../../../core/messages/list-messages.ts'
import { seesNotes } from '../../../../core/visibility.ts'
import { AppError } from '../../../../model/errors.ts'
import { MAX_TEXT_LENGTH } from '../../../../model/message.ts'
import type { Tx } from '../../../../storage/db.ts'
import { findMessage } from '../../../../storage/queries/messages/messages.ts'
import type { App } from '../../../dialect.ts'
import { keptSerializer } from '../../../kept-wires.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Attributes, Body, Limit, Nullable, parseId, Query, Text } from '../../wire.ts'
import { toWireMessages, WireMessage } from '../../wires/message.ts'

const Params = Type.Object({ conversationId: Type.String() })
export const OneMessageParams = Type.Object({ conversationId: Type.String(), messageId: Type.String() })
const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Page = Type.Object({
  messages: Type.Array(WireMessage),
  nextAfter: Type.Integer({ description: 'Give it as `after` to continue with newer messages, also with those yet to come' }),
  nextBefore: Nullable(Type.Integer({ description: 'Give it as `before` to continue with older messages; null when there are none' })),
})
const EditBody = Body(
  {
    text: Type.Optional(Text(MAX_TEXT_LENGTH, { minLength: 1 })),
    html: Type.Optional(Nullable(Text(MAX_TEXT_LENGTH))),
    attributes: Type.Optional(Attributes),
    status: Type.Optional(Type.Enum(['sent', 'delivered', 'read', 'failed'])),
    cause: Type.Optional(Nullable(Text(1000, { description: 'Why it is `failed`' }))),
  },
  { minProperties: 1 },
)

export function messageRoutes(app: App): void {
  app.get(
    '/conversations/:conversationId/messages',
    {
      config: { action: 'readConversations', openToPages: true },
      serializerCompiler: keptSerializer,
      schema: {
        summary: 'List messages by position',
        description:
          'The newest first unless `order` says otherwise; both bounds are exclusive. Deleted messages are there as tombstones. Whoever may not see notes gets pages without them: the seq of a note is missing, and a page never stops short because of one.',
        params: Params,
        querystring: Query({
          after: Type.Optional(Seq),
          before: Type.Optional(Seq),
          order: Type.Optional(Type.Enum(['newest', 'oldest'])),
          limit: Limit(200, 50),
        }),
        response: answers({ 200: Page }),
      },
    },
    async ({ ctx, reader, params, query: { after, before, order = 'newest', limit = 50 } }) => {
      const conversation = await openConversation(ctx, reader, parseId(params.conversationId, 'conversation_not_found'))
      // No further than the conversation reached when it was read, so that what is sent meanwhile is on the next page.
      const end = Math.min(before ?? Number.MAX_SAFE_INTEGER, conversation.lastSeq + 1)
      const beforeSeq = before === undefined ? undefined : end
      const messages = await listMessages(ctx, conversation, { afterSeq: after, beforeSeq, order, limit, deleted: true, system: true })
      const last = messages.length === limit ? messages.at(-1) : undefined
      return { messages: await toWireMessages(ctx, ctx.core.store, messages), ...neighbours(order, { after: after ?? 0, end }, last?.seq) }
    },
  )

  app.get(
    '/conversations/:conversationId/messages/:messageId',
    {
      config: { action: 'readConversations', openToPages: true },
      schema: { summary: 'Get a message', params: OneMessageParams, response: answers({ 200: WireMessage }) },
    },
    async ({ ctx, reader, params }) => {
      const ref = parseIds(params)
      const conversation = await openConversation(ctx, reader, ref.conversation.id)
      const message = await findMessage(ctx.core.store, ctx.accountId, ref.messageId)
      if (message?.conversationId !== conversation.id || (message.private && !seesNotes(ctx))) throw new AppError('message_not_found')
      const [wire] = await toWireMessages(ctx, ctx.core.store, [message])
      if (!wire) throw new AppError('message_not_found')
      return wire
    },
  )

  app.patch(
    '/conversations/:conversationId/messages/:messageId',
    {
      config: { action: 'changeMessages' },
      schema: {
        summary: 'Edit a message or its delivery status',
        description:
          'Only what is given changes: `html` alone renews the text too, `text` alone drops the HTML. A status moves forward only, and a step back changes nothing: what was delivered or read neither fails nor waits any more. Notes have none.',
        params: OneMessageParams,
        body: EditBody,
        response: answers({ 200: WireMessage }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const ref = parseIds(params)
      const answer = await once(
        ctx,
        async (tx) => {
          const { status: to, cause, ...edit } = body
          const { message } = await editMessage(ctx, tx, ref, { ...edit, move: to && { to, cause } })
          return jsonAnswer(200, (await toWireMessages(ctx, tx, [message]))[0], [message.id])
        },
        (tx, [id]) => showAgain(ctx, tx, id ?? 0),
      )
      return sendAnswer(reply, answer)
    },
  )

  app.delete(
    '/conversations/:conversationId/messages/:messageId',
    {
      config: { action: 'changeMessages' },
      schema: {
        summary: 'Delete a message',
        description: 'Its body is gone everywhere; a tombstone keeps its place. Deleting it again changes nothing.',
        params: OneMessageParams,
        response: answers({ 200: WireMessage }),
      },
    },
    async ({ ctx, params }, reply) => {
      const ref = parseIds(params)
      const answer = await once(ctx, async (tx) => {
        const { message } = await deleteMessage(ctx, tx, ref)
        return jsonAnswer(200, (await toWireMessages(ctx, tx, [message]))[0])
      })
      return sendAnswer(reply, answer)
    },
  )
}

export function parseIds(params: { conversationId: string; messageId: string }) {
  return {
    conversation: { id: parseId(params.conversationId, 'conversation_not_found') },
    messageId: parseId(params.messageId, 'message_not_found'),
  }
}

/** The message of a kept answer as it is now, because it was edited or deleted since. */
export async function showAgain(ctx: Ctx, tx: Tx, id: number) {
  const message = await findMessage(tx, ctx.accountId, id)
  if (!message) throw new AppError('message_not_found')
  return jsonAnswer(200, (await toWireMessages(ctx, tx, [message]))[0])
}

/** Where a page continues. `stop` is the seq at which a full page ended; without one the page covers all of its window, notes that were not shown included. */
function neighbours(order: 'newest' | 'oldest', window: { after: number; end: number }, stop: number | undefined) {
  const covered = Math.max(window.after, window.end - 1)
  if (order === 'newest') return { nextAfter: covered, nextBefore: stop !== undefined && stop > window.after + 1 ? stop : null }
  return { nextAfter: stop ?? covered, nextBefore: window.after > 0 ? window.after + 1 : null }
}
