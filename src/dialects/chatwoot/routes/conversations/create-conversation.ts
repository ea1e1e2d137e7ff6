import { type Static, Type } from 'typebox'
import { ensureContactChannel } from '../../../../core/channels/ensure-contact-channel.ts'
import type { Ctx } from '../../../../core/context.ts'
import { createConversation as openConversation } from '../../../../core/conversations/create-conversation.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { sendWithin } from '../../../../core/messages/send-within.ts'
import type { Channel, ContactChannel } from '../../../../model/channel.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import { AppError } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Tx } from '../../../../storage/db.ts'
import { listConversations } from '../../../../storage/queries/conversations/conversations.ts'
import { findMessages } from '../../../../storage/queries/messages/messages.ts'
import { lockContacts } from '../../../../storage/queries/people/contacts.ts'
import { holdMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { getChannel, getContact } from '../../faces/contact-views.ts'
import { inboxSettings } from '../../faces/inbox.ts'
import { keepSourceId } from '../../faces/source-id.ts'
import { findLink } from '../../inputs/conversation-query.ts'
import { AttributesInput, answers, IdInput, SourceIdInput, toId } from '../../inputs/inputs.ts'
import { type CreateBody, toNewMessage } from '../../inputs/new-message.ts'
import type { Profile } from '../../profile.ts'
import { answerConversation } from './get-conversation.ts'

const Body = Type.Object({
  inbox_id: Type.Optional(IdInput),
  contact_id: Type.Optional(IdInput),
  source_id: Type.Optional(SourceIdInput),
  status: Type.Optional(Type.Enum(['open', 'resolved', 'pending', 'snoozed'])),
  assignee_id: Type.Optional(IdInput),
  team_id: Type.Optional(IdInput),
  snoozed_until: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 9_000_000_000 }), Type.Null()])),
  custom_attributes: Type.Optional(AttributesInput),
  additional_attributes: Type.Optional(AttributesInput),
})
type Body = Static<typeof Body>

/**
 * With `inbox_id` and `contact_id`, or with the `source_id` of a contact in an inbox; `message` is sent at once, in the same transaction
 * (chatwoot sheet 6.2, ndoto sheet 4, 99digital sheet 4).
 */
export function createConversation(app: App, profile: Profile): void {
  const message = Type.Object({ ...(profile.message.Create as typeof Body).properties, message_type: MessageType })
  const body = Type.Object({ ...Body.properties, message: Type.Optional(Type.Union([message, Type.Null()])) })
  const response = answers(profile, profile.desk.conversation.Wire(profile.message))
  app.post(
    '/conversations',
    { config: { action: 'startConversations' }, schema: { summary: 'Create a conversation', body, response } },
    async (request, reply) => {
      const { ctx } = request
      const body = request.body as Body & { message?: CreateBody | null }
      const answer = await once(
        ctx,
        async (tx) => {
          const { channel, link } = await findPlace(ctx, tx, body, profile)
          const conversation = (await findOnly(ctx, tx, channel, link)) ?? (await open(ctx, tx, body, link))
          if (body.message && Object.keys(body.message).length > 0) {
            const first = await toNewMessage(ctx, profile, body.message, { number: conversation.number, files: [], db: tx })
            await sendWithin(ctx, tx, [first], { inboundInApiOnly: true })
          }
          return answerConversation(ctx, tx, profile, await getConversation(ctx, { id: conversation.id }, tx))
        },
        async (tx, messageIds) => answerAgain(ctx, tx, profile, messageIds),
      )
      return sendAnswer(reply, answer)
    },
  )
}

const MessageType = Type.Optional(Type.Union([Type.Enum(['outgoing', 'incoming', 'activity', 'template']), Type.Null()]))

/** The answer of a write that showed messages, once one of them has changed. */
export async function answerAgain(ctx: Ctx, tx: Tx, profile: Profile, messageIds: readonly number[]) {
  const [message] = await findMessages(tx, ctx.accountId, messageIds)
  if (!message) throw new AppError('conversation_not_found')
  return answerConversation(ctx, tx, profile, await getConversation(ctx, { id: message.conversationId }, tx))
}

/** Where the conversation takes place: an inbox, and a contact's link to it. */
async function findPlace(ctx: Ctx, tx: Tx, body: Body, profile: Profile): Promise<{ channel: Channel; link: ContactChannel }> {
  const channelId = toId(body.inbox_id)
  const contactId = toId(body.contact_id)
  const sourceId = body.source_id || undefined
  if (profile.desk.refusesBareConversation && (channelId === undefined || (contactId === undefined && sourceId === undefined))) {
    const field = channelId === undefined ? 'inbox_id' : 'contact_id'
    throw new AppError('body_invalid', { field, message: `${field} is required` })
  }
  if (contactId === undefined || channelId === undefined) {
    const link = sourceId === undefined || contactId !== undefined ? undefined : await findLink(ctx, tx, sourceId, channelId)
    if (!link) throw new AppError('contact_not_found')
    return { channel: await getChannel(ctx, tx, link.channelId), link }
  }
  const channel = await getChannel(ctx, tx, channelId)
  const contact = await getContact(ctx, tx, contactId)
  return { channel, link: await ensureContactChannel(ctx, tx, { channelId: channel.id, contactId: contact.id, sourceId }) }
}

/** In an inbox with one conversation per contact, the one there is (chatwoot sheet 6.2). */
export async function findOnly(ctx: Ctx, tx: Tx, channel: Channel, link: ContactChannel): Promise<Conversation | undefined> {
  if (inboxSettings(channel).lock_to_single_conversation !== true) return undefined
  const of = { reach: 'all', channelId: channel.id, contactId: link.contactId } as const
  const findLast = async () => (await listConversations(tx, ctx.accountId, of, { limit: 1, orderBy: 'created_at' }))[0]
  const last = await findLast()
  if (last) return last
  // Locked, so that of two at once the later one finds what the first has opened.
  await lockContacts(tx, ctx.accountId, [link.contactId])
  return findLast()
}

async function open(ctx: Ctx, tx: Tx, body: Body, link: ContactChannel): Promise<Conversation> {
  const assigneeId = toId(body.assignee_id) || null
  if (assigneeId !== null && (await holdMembers(tx, ctx.accountId, [assigneeId])).length === 0) throw new AppError('member_not_found')
  const snoozed = body.status === 'snoozed' && body.snoozed_until != null
  return openConversation(ctx, tx, {
    channelId: link.channelId,
    contactId: link.contactId,
    status: body.status,
    assigneeId,
    teamId: toId(body.team_id) || null,
    snoozedUntil: snoozed ? (body.snoozed_until ?? 0) * 1e6 : null,
    attributes: (body.custom_attributes ?? {}) as JsonObject,
    additional: (body.additional_attributes ?? {}) as JsonObject,
    extra: keepSourceId(link.sourceId),
  })
}
