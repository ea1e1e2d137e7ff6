import { Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import type { Contact } from '../../../model/author.ts'
import type { Conversation } from '../../../model/conversation.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Message } from '../../../model/message.ts'
import type { Db } from '../../../storage/db.ts'
import { listMessages } from '../../../storage/queries/messages/messages.ts'
import { toWireStatus } from '../faces/conversation.ts'
import { messageTypeOf } from '../faces/message.ts'
import { renderMessages } from '../faces/render-messages.ts'
import { toSecondsOrZero } from '../faces/times.ts'
import type { MessageProfile, Profile } from '../profile.ts'

/** A conversation shows its public messages, the newest of them when there are more. */
const MAX_MESSAGES = 500
/** The same in a list of conversations. */
export const MAX_LISTED_MESSAGES = 50

/** What of an agent-side message a contact is shown (chatwoot sheet 9). */
const FIELDS = [
  'id',
  'content',
  'message_type',
  'content_type',
  'content_attributes',
  'created_at',
  'conversation_id',
  'attachments',
  'sender',
] as const

export function ClientMessage(message: MessageProfile) {
  const { properties } = message.Wire as ReturnType<typeof Type.Object>
  return Type.Object(Object.fromEntries(FIELDS.flatMap((field) => (properties[field] ? [[field, properties[field]]] : []))))
}

/** Why a message could not be handed over is the business's own, as its status is. */
export function toClientMessage(wire: Record<string, unknown>): JsonObject {
  const { external_error: _, ...content_attributes } = (wire.content_attributes ?? {}) as JsonObject
  const shown: Record<string, unknown> = { ...wire, content_attributes }
  return Object.fromEntries(FIELDS.flatMap((field) => (shown[field] === undefined ? [] : [[field, shown[field]]]))) as JsonObject
}

export function ClientConversation({ message }: Profile) {
  return Type.Object({
    id: Type.Integer(),
    uuid: Type.String(),
    inbox_id: Type.Integer(),
    status: Type.Enum(['open', 'resolved', 'pending', 'snoozed']),
    contact_last_seen_at: Type.Integer({ description: 'Whole seconds since 1970, 0 for never' }),
    agent_last_seen_at: Type.Integer({ description: 'Whole seconds since 1970, 0 for never' }),
    messages: Type.Array(ClientMessage(message), { description: 'Oldest first' }),
    contact: Type.Object({
      id: Type.Integer(),
      name: Type.String(),
      email: Type.Union([Type.String(), Type.Null()]),
      phone_number: Type.Union([Type.String(), Type.Null()]),
    }),
  })
}

/** chatwoot sheet 9. Also names the messages it shows, for answers that are kept. */
export async function toClientConversation(
  ctx: Ctx,
  db: Db,
  profile: Profile,
  conversation: Conversation,
  contact: Contact,
  limit = MAX_MESSAGES,
): Promise<{ wire: JsonObject; messages: Message[] }> {
  const newest = { order: 'newest', limit, notes: false, deleted: true, system: true } as const
  const found = await listMessages(db, ctx.accountId, conversation.id, newest)
  const messages = found.filter((one) => messageTypeOf(one) !== 'activity').reverse()
  const { wires } = await renderMessages(profile, ctx, db, { conversation, messages })
  const wire = {
    id: conversation.number,
    uuid: ctx.core.ids.toUuid('conversation', conversation.id),
    inbox_id: conversation.channelId,
    status: toWireStatus(conversation.status),
    contact_last_seen_at: toSecondsOrZero(conversation.contactSeenAt),
    agent_last_seen_at: toSecondsOrZero(conversation.agentSeenAt),
    messages: wires.map(toClientMessage),
    contact: { id: contact.id, name: contact.name ?? '', email: contact.email, phone_number: contact.phone },
  }
  return { wire, messages }
}
