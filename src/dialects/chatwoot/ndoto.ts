import { Type } from 'typebox'
import { ndotoDesk } from './desk.ts'
import { NDOTO_FORBIDDEN, Refusal, renderPlainError } from './errors.ts'
import { PlainAttachment, toPlainAttachments } from './faces/attachment.ts'
import { attributesOf, ContentAttributes, MESSAGE_TYPES, messageTypeOf, statusOf, toKind, WireStatus } from './faces/message.ts'
import { NdotoSender, toNdotoSender } from './faces/sender.ts'
import { toSeconds } from './faces/times.ts'
import { createFamilyDialect } from './family.ts'
import { queryBySecond, readNdotoQuery } from './inputs/message-query.ts'
import { ndotoNotice } from './outlet/notice-face.ts'
import type { MessageProfile, Profile } from './profile.ts'

/** The seed's eight keys, and five more that a reader of its own messages needs back (ndoto sheet 3.1). */
const Wire = Type.Object({
  id: Type.Integer(),
  content: Type.String(),
  message_type: Type.Enum([...MESSAGE_TYPES]),
  status: WireStatus,
  private: Type.Boolean({ description: 'Whether it is a private note, which only agents see' }),
  created_at: Type.Integer({ description: 'Whole seconds since 1970' }),
  sender: Type.Union([NdotoSender, Type.Null()]),
  attachments: Type.Array(PlainAttachment),
  conversation_id: Type.Integer(),
  inbox_id: Type.Integer(),
  content_type: Type.String(),
  content_attributes: ContentAttributes,
  source_id: Type.Union([Type.String(), Type.Null()]),
})

const message: MessageProfile = {
  Wire,
  Create: Type.Object({
    content: Type.String({ description: 'The text; at most 150,000 characters' }),
    message_type: Type.Enum(['incoming', 'outgoing'], { description: '`outgoing` for agents, `incoming` in the name of the customer' }),
    private: Type.Optional(Type.Boolean({ description: 'A private note, which only agents see', default: false })),
    content_type: Type.Optional(Type.Enum(['text', 'input_select', 'input_email'], { default: 'text' })),
    content_attributes: Type.Optional(ContentAttributes),
  }),
  Query: Type.Object({
    before: Type.Optional(Type.String({ description: 'Only messages earlier than this Unix timestamp, in whole seconds' })),
    after: Type.Optional(Type.String({ description: 'Only messages later than this Unix timestamp, in whole seconds' })),
  }),
  List: Type.Object({ payload: Type.Array(Wire) }),
  toWire(one, { ctx, channelId, sender }) {
    const kind = toKind(one)
    return {
      id: one.id,
      content: one.text ?? '',
      message_type: messageTypeOf(one),
      status: statusOf(one),
      private: kind.private,
      created_at: toSeconds(one.createdAt),
      sender,
      attachments: toPlainAttachments(ctx, one),
      conversation_id: one.conversationNumber,
      inbox_id: channelId,
      content_type: kind.content_type,
      content_attributes: attributesOf(one),
      source_id: one.sourceId,
    }
  },
  toSender: toNdotoSender,
  toListHead: () => ({}),
  listsMeta: false,
  readQuery: readNdotoQuery,
  queryOf: queryBySecond,
  takesBridgeFields: false,
  fillsVariables: false,
  mayBeEmpty: false,
  checksItems: false,
  keepsDeleted: false,
  hasUpdates: false,
}

export const NDOTO: Profile = {
  name: 'ndoto',
  title: 'Ndoto',
  description: 'The API of Ndoto, as its clients know it. Point a client at this mount instead of `https://app.usendoto.com`.',
  mount: '/ndoto',
  renderError: (error) => renderPlainError(error, NDOTO_FORBIDDEN),
  Refusal,
  tellsUnknownAccounts: false,
  limitsBots: false,
  lenient: false,
  message,
  desk: ndotoDesk,
  notice: ndotoNotice,
}

export const ndoto = createFamilyDialect(NDOTO)
