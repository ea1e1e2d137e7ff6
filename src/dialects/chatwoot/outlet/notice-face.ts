import { createHmac } from 'node:crypto'
import type { Ctx } from '../../../core/context.ts'
import type { Overview } from '../../../core/conversations/load-overviews.ts'
import type { Account } from '../../../model/account.ts'
import type { Author } from '../../../model/author.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import type { Message } from '../../../model/message.ts'
import type { Signed } from '../../dialect.ts'
import { type ContactView, digitalContact, ndotoContact } from '../faces/contact.ts'
import { contactOf, digitalConversation, ndotoConversation, toWireStatus } from '../faces/conversation.ts'
import { toEventConversation } from '../faces/events/event-conversation.ts'
import { toEventContact, toEventPerson, toNamed } from '../faces/events/event-people.ts'
import { attributesOf, extraOf, messageTypeOf, toKind } from '../faces/message.ts'
import { toIso } from '../faces/times.ts'
import type { MessageProfile } from '../profile.ts'

/** How a vendor tells receivers what happened: everything of a body but its event's name and what changed. */
export type NoticeFace = {
  toMessage(message: Message, of: NoticeOf): JsonObject
  toConversation(of: NoticeOf): JsonObject
  toContact(view: ContactView, account: Account): JsonObject
  /** Who is typing, where the vendor tells of it. */
  toPerson(author: Author | undefined, account: Account): JsonObject | null
  sign(told: Signed): Record<string, string>
  /** What bots call a conversation that has come to a status, beside the names everybody knows. */
  botNames: Partial<Record<string, string>>
}

/** What an event of a conversation is told with; `message` is how the vendor shows messages. */
export type NoticeOf = { ctx: Ctx; message: MessageProfile; overview: Overview; account: Account }

/** chatwoot sheet 10. A bot's two words are the product's (`AgentBotListener`). */
export const chatwootNotice: NoticeFace = {
  toMessage(message, of) {
    const { account, overview } = of
    const { id, content, content_type, source_id, attachments, ...rest } = wireOf(message, of)
    return {
      id,
      content,
      content_type,
      content_attributes: attributesTold(message),
      additional_attributes: extraOf(message).additional_attributes ?? {},
      message_type: messageTypeOf(message),
      private: rest.private,
      source_id,
      created_at: toIso(message.createdAt),
      account: toNamed(account),
      inbox: inboxOf(overview),
      sender: toEventPerson(overview.authors.get(message.author.id), account),
      ...(attachments !== undefined && { attachments }),
      conversation: toEventConversation(overview, of),
    }
  },
  toConversation: (of) => toEventConversation(of.overview, of),
  toContact: ({ contact }, account) => toEventContact(contact, account),
  toPerson: toEventPerson,
  sign({ webhook, deliveryId, atSeconds, body }) {
    const signature = createHmac('sha256', webhook.secret).update(`${atSeconds}.${body}`).digest('hex')
    return {
      'X-Chatwoot-Timestamp': String(atSeconds),
      'X-Chatwoot-Delivery': deliveryId,
      'X-Chatwoot-Signature': `sha256=${signature}`,
    }
  },
  botNames: { open: 'conversation_opened', resolved: 'conversation_resolved' },
}

/** ndoto sheet 7: a text for the id and ISO for the time, which are numbers everywhere else; a note and a deletion are marked, nothing else is added. */
export const ndotoNotice: NoticeFace = {
  toMessage(message, { overview, account }) {
    const { conversation } = overview
    const { id, name, email } = contactOf(overview)
    return {
      id: String(message.id),
      content: message.text ?? '',
      created_at: toIso(message.createdAt),
      message_type: messageTypeOf(message),
      conversation: { id: conversation.number, status: toWireStatus(conversation.status), inbox_id: conversation.channelId },
      contact: { id, name: name ?? '', email },
      account: toNamed(account),
      ...(toKind(message).private && { private: true }),
      ...(message.deletedAt !== null && { content_attributes: { deleted: true } }),
    }
  },
  toConversation: (of) => ndotoConversation.toWire(of.overview, of),
  toContact: ndotoContact.toWire,
  toPerson: () => null,
  sign: () => ({}),
  botNames: {},
}

/** 99digital sheet 8, *Proposal*: words where its answers have numbers; a note is marked. */
export const digitalNotice: NoticeFace = {
  toMessage(message, of) {
    const { account, overview } = of
    const { id, content, content_type, source_id, attachments, ...rest } = wireOf(message, of)
    return {
      id,
      content,
      created_at: toIso(message.createdAt),
      message_type: messageTypeOf(message),
      content_type,
      content_attributes: attributesTold(message),
      private: rest.private,
      source_id,
      sender: of.message.toSender(overview.authors.get(message.author.id)) as JsonObject | null,
      inbox: inboxOf(overview),
      conversation: digitalConversation.toWire(overview, of),
      account: toNamed(account),
      ...(attachments !== undefined && { attachments }),
    }
  },
  toConversation: (of) => digitalConversation.toWire(of.overview, of),
  toContact: digitalContact.toWire,
  toPerson: () => null,
  sign: () => ({}),
  botNames: {},
}

type Wire = { id: Json; content: Json; content_type: Json; source_id: Json; private: Json; attachments?: Json }

/** What its answers show, too. */
function wireOf(message: Message, { ctx, message: { toWire }, overview }: NoticeOf): Wire {
  return toWire(message, { ctx, channelId: overview.conversation.channelId, sender: null }) as Wire
}

/** What is gone says so, also where lists no longer show it (chatwoot sheet 5.5, ndoto sheet 7). */
function attributesTold(message: Message): JsonObject {
  return message.deletedAt === null ? attributesOf(message) : { deleted: true }
}

function inboxOf({ channel, conversation }: Overview): JsonObject {
  return toNamed({ id: conversation.channelId, name: channel?.name ?? '' })
}
