import { Type } from 'typebox'
import { digitalDesk } from './desk.ts'
import { NINETY_NINE_FORBIDDEN, Refusal, renderPlainError } from './errors.ts'
import { PlainAttachment, toPlainAttachments } from './faces/attachment.ts'
import {
  attributesOf,
  ContentAttributes,
  MESSAGE_TYPES,
  type MessageType,
  messageTypeOf,
  statusOf,
  toIsoOrNull,
  toKind,
  WireStatus,
} from './faces/message.ts'
import { BotSender, Digital99Contact, Digital99User, to99digitalSender } from './faces/sender.ts'
import { toIso, toSeconds } from './faces/times.ts'
import { createFamilyDialect } from './family.ts'
import { queryById, read99digitalQuery } from './inputs/message-query.ts'
import { digitalNotice } from './outlet/notice-face.ts'
import type { MessageProfile, Profile } from './profile.ts'

/** The seed's own list, which counts from 1; 0 is never a type (99digital sheet 3.1). */
const NUMBERS: Record<MessageType, number> = { incoming: 1, outgoing: 2, activity: 3, template: 4 }

const IsoTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

/** The seed's answer object, field by field; files are the one addition, only where there are some (99digital sheet 3.1). */
const Wire = Type.Object({
  id: Type.Integer(),
  content: Type.String(),
  inbox_id: Type.Integer(),
  conversation_id: Type.Integer(),
  message_type: Type.Enum([1, 2, 3, 4], { description: '1 incoming, 2 outgoing, 3 activity, 4 template' }),
  content_type: Type.String({ description: '`text`, `input_select`, `cards`, `form`, `article`' }),
  status: WireStatus,
  content_attributes: ContentAttributes,
  created_at: Type.Integer({ description: 'Whole seconds since 1970' }),
  private: Type.Boolean(),
  source_id: Type.Union([Type.String(), Type.Null()]),
  sender: Type.Optional(Type.Union([Digital99User, Digital99Contact, BotSender])),
  created_at_exact: Type.String({ format: 'date-time', description: 'UTC with milliseconds' }),
  attachments: Type.Optional(Type.Array(PlainAttachment)),
})

const message: MessageProfile = {
  Wire,
  Create: Type.Object({
    content: Type.String({ description: 'The text; at most 150,000 characters' }),
    message_type: Type.Optional(Type.Enum([...MESSAGE_TYPES], { default: 'outgoing' })),
    private: Type.Optional(Type.Boolean({ default: false })),
    content_type: Type.Optional(Type.Enum(['text', 'input_select', 'cards', 'form'], { default: 'text' })),
    content_attributes: Type.Optional(ContentAttributes),
  }),
  Query: Type.Object({
    before: Type.Optional(Type.String({ description: 'Only messages before the one with this id' })),
    after: Type.Optional(Type.String({ description: 'Only messages after the one with this id; together with `before` that one too' })),
  }),
  List: Type.Object({
    meta: Type.Object({
      labels: Type.Array(Type.String()),
      additional_attributes: Type.Record(Type.String(), Type.Unknown()),
      contact: Type.Union([Digital99Contact, Type.Null()]),
      agent_last_seen_at: IsoTime,
      assignee_last_seen_at: IsoTime,
    }),
    payload: Type.Array(Wire),
  }),
  toWire(one, { ctx, channelId, sender }) {
    const kind = toKind(one)
    const wire: Record<string, unknown> = {
      id: one.id,
      content: one.text ?? '',
      inbox_id: channelId,
      conversation_id: one.conversationNumber,
      message_type: NUMBERS[messageTypeOf(one)],
      content_type: kind.content_type,
      status: statusOf(one),
      content_attributes: attributesOf(one),
      created_at: toSeconds(one.createdAt),
      private: kind.private,
      source_id: one.sourceId,
    }
    if (sender) wire.sender = sender
    wire.created_at_exact = toIso(one.createdAt)
    if (one.attachments.length > 0) wire.attachments = toPlainAttachments(ctx, one)
    return wire
  },
  toSender: to99digitalSender,
  toListHead: ({ conversation, contact }) => ({
    meta: {
      labels: conversation.labels,
      additional_attributes: conversation.additional,
      contact: to99digitalSender(contact),
      agent_last_seen_at: toIsoOrNull(conversation.agentSeenAt),
      assignee_last_seen_at: toIsoOrNull(conversation.assigneeSeenAt),
    },
  }),
  listsMeta: true,
  readQuery: read99digitalQuery,
  queryOf: queryById,
  takesBridgeFields: false,
  fillsVariables: false,
  mayBeEmpty: false,
  checksItems: false,
  keepsDeleted: false,
  hasUpdates: false,
}

export const DIGITAL99: Profile = {
  name: '99digital',
  title: '99 Digital',
  description:
    'The Online API of 99 Digital, as its clients know it. Point a client at this mount instead of `https://online.99digital.co.il`.',
  mount: '/99digital',
  renderError: (error) => renderPlainError(error, NINETY_NINE_FORBIDDEN),
  Refusal,
  tellsUnknownAccounts: false,
  limitsBots: false,
  lenient: false,
  message,
  desk: digitalDesk,
  notice: digitalNotice,
}

export const digital99 = createFamilyDialect(DIGITAL99)
