import { type TSchema, Type } from 'typebox'
import { chatwootDesk } from './desk.ts'
import { ChatwootRefusal, RetryLater, renderChatwootError } from './errors.ts'
import { ChatwootAttachment, toChatwootAttachments } from './faces/attachment.ts'
import {
  attributesOf,
  CHATWOOT_CONTENT_TYPES,
  ContentAttributes,
  MESSAGE_TYPES,
  type MessageType,
  messageTypeOf,
  statusOf,
  toIsoOrNull,
  toKind,
  WireStatus,
} from './faces/message.ts'
import { BotSender, ChatwootContact, ChatwootUser, toChatwootSender } from './faces/sender.ts'
import { toSeconds } from './faces/times.ts'
import { createFamilyDialect } from './family.ts'
import { queryById, readChatwootQuery } from './inputs/message-query.ts'
import { chatwootNotice } from './outlet/notice-face.ts'
import type { MessageProfile, Profile } from './profile.ts'

/** Words in requests and webhooks, numbers from 0 in answers (chatwoot sheet 4). */
export const NUMBERS: Record<MessageType, number> = { incoming: 0, outgoing: 1, activity: 2, template: 3 }

/** What takes the place of a deleted text (chatwoot sheet 5.5). */
const DELETED_TEXT = 'This message was deleted'

const Nullable = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const IsoTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

/** chatwoot sheet 5.1. */
const Wire = Type.Object({
  id: Type.Integer(),
  content: Type.Union([Type.String(), Type.Null()]),
  inbox_id: Type.Integer(),
  conversation_id: Type.Integer({ description: "The conversation's number in the account" }),
  message_type: Type.Enum([0, 1, 2, 3], { description: '0 incoming, 1 outgoing, 2 activity, 3 template' }),
  content_type: Type.String(),
  status: WireStatus,
  content_attributes: ContentAttributes,
  created_at: Type.Integer({ description: 'Whole seconds since 1970' }),
  private: Type.Boolean(),
  source_id: Type.Union([Type.String(), Type.Null()]),
  echo_id: Type.Optional(Type.String({ description: 'Only in the answer to the request that carried it' })),
  sender: Type.Optional(Type.Union([ChatwootUser, ChatwootContact, BotSender])),
  attachments: Type.Optional(Type.Array(ChatwootAttachment)),
})

const message: MessageProfile = {
  Wire,
  Create: Type.Object({
    content: Nullable(Type.String({ description: 'At most 150,000 characters' })),
    message_type: Nullable(Type.Enum([...MESSAGE_TYPES], { default: 'outgoing' })),
    private: Nullable(Type.Boolean({ default: false })),
    content_type: Nullable(Type.Enum([...CHATWOOT_CONTENT_TYPES], { default: 'text' })),
    content_attributes: Nullable(ContentAttributes),
    external_created_at: Type.Optional(Type.Unknown()),
    source_id: Nullable(Type.String({ maxLength: 20_000, description: "The bridge's own id" })),
    client_message_id: Nullable(
      Type.String({ minLength: 1, maxLength: 255, description: 'Sent again in the same conversation it makes no second message' }),
    ),
    echo_id: Nullable(Type.String({ description: 'Given back in the answer, not stored' })),
    attachments: Nullable(Type.Array(Type.Unknown(), { description: 'At most 15 files, in a multipart body' })),
    campaign_id: Nullable(Type.Union([Type.Integer(), Type.String()])),
    template_params: Nullable(Type.Object({ name: Type.String({ minLength: 1 }) })),
    cc_emails: Nullable(
      Type.String({ description: 'Addresses, with commas between them; for e-mail inboxes, as the next two and the HTML' }),
    ),
    bcc_emails: Nullable(Type.String()),
    to_emails: Nullable(Type.String()),
    email_html_content: Nullable(Type.String({ description: 'The same in HTML, which is sanitised' })),
    sender_type: Nullable(Type.String({ description: '`AgentBot` together with `sender_id` speaks as that bot' })),
    sender_id: Nullable(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  }),
  Query: Type.Object({
    before: Type.Optional(Type.String({ description: 'A message id: at most 20 messages before it' })),
    after: Type.Optional(Type.String({ description: 'A message id: at most 100 after it; with `before` at most 1000 from it on' })),
    filter_internal_messages: Type.Optional(Type.String({ description: 'Anything leaves private notes and activities out' })),
  }),
  List: Type.Object({
    meta: Type.Object({
      labels: Type.Array(Type.String()),
      additional_attributes: Type.Record(Type.String(), Type.Unknown()),
      contact: Type.Union([ChatwootContact, Type.Null()]),
      assignee: Type.Optional(Type.Union([ChatwootUser, BotSender])),
      agent_last_seen_at: IsoTime,
      assignee_last_seen_at: IsoTime,
    }),
    payload: Type.Array(Wire, { description: 'Oldest first' }),
  }),
  toWire(one, { ctx, channelId, sender }) {
    const kind = toKind(one)
    const isDeleted = one.deletedAt !== null
    const wire: Record<string, unknown> = {
      id: one.id,
      content: isDeleted ? DELETED_TEXT : one.text,
      inbox_id: channelId,
      conversation_id: one.conversationNumber,
      message_type: NUMBERS[messageTypeOf(one)],
      content_type: kind.content_type,
      status: statusOf(one),
      content_attributes: isDeleted ? { deleted: true } : attributesOf(one),
      created_at: toSeconds(one.createdAt),
      private: kind.private,
      source_id: one.sourceId,
    }
    if (sender) wire.sender = sender
    if (one.attachments.length > 0) wire.attachments = toChatwootAttachments(ctx, one)
    return wire
  },
  toSender: toChatwootSender,
  toListHead({ conversation, contact, assignee }) {
    const shown = toChatwootSender(assignee)
    return {
      meta: {
        labels: conversation.labels,
        additional_attributes: conversation.additional,
        contact: toChatwootSender(contact),
        ...(shown ? { assignee: shown } : {}),
        agent_last_seen_at: toIsoOrNull(conversation.agentSeenAt),
        assignee_last_seen_at: toIsoOrNull(conversation.assigneeSeenAt),
      },
    }
  },
  listsMeta: true,
  readQuery: readChatwootQuery,
  queryOf: queryById,
  takesBridgeFields: true,
  fillsVariables: true,
  mayBeEmpty: true,
  checksItems: true,
  keepsDeleted: true,
  hasUpdates: true,
}

export const CHATWOOT: Profile = {
  name: 'chatwoot',
  title: 'Chatwoot',
  description: "Chatwoot's Application API and public Client API, as its clients know them.",
  mount: '/chatwoot',
  renderError: renderChatwootError,
  Refusal: ChatwootRefusal,
  RateRefusal: RetryLater,
  tellsUnknownAccounts: true,
  limitsBots: true,
  lenient: true,
  message,
  desk: chatwootDesk,
  notice: chatwootNotice,
}

export const chatwoot = createFamilyDialect(CHATWOOT)
