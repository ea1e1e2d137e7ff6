import { Type } from 'typebox'
import type { Author } from '../../model/author.ts'
import type { Message } from '../../model/message.ts'
import { createFamilyDialect } from './family.ts'

const TYPES = { inbound: 'incoming', outbound: 'outgoing', system: 'activity' } as const

/** ndoto sheet 3.1: the seed's eight keys, and five more that a reader of its own messages needs back. */
const Wire = Type.Object({
  id: Type.Integer(),
  content: Type.Union([Type.String(), Type.Null()]),
  message_type: Type.Enum(['incoming', 'outgoing', 'activity', 'template']),
  status: Type.Enum(['sent', 'delivered', 'read', 'failed']),
  private: Type.Boolean(),
  created_at: Type.Integer({ description: 'Whole seconds since 1970' }),
  sender: Type.Union([
    Type.Object({ id: Type.Integer(), name: Type.String(), type: Type.Enum(['Contact', 'User', 'AgentBot']) }),
    Type.Null(),
  ]),
  attachments: Type.Array(Type.Object({})),
  conversation_id: Type.Integer(),
  inbox_id: Type.Optional(Type.Integer()),
  content_type: Type.String(),
  content_attributes: Type.Object({}),
  source_id: Type.Union([Type.String(), Type.Null()]),
})

const Create = Type.Object({
  content: Type.String({ minLength: 1 }),
  message_type: Type.Enum(['incoming', 'outgoing']),
  private: Type.Optional(Type.Boolean()),
  content_type: Type.Optional(Type.Enum(['text', 'input_select', 'input_email'])),
  content_attributes: Type.Optional(Type.Object({})),
})

function toWire(message: Message, sender: Author | undefined): Record<string, unknown> {
  return {
    id: message.id,
    content: message.text,
    message_type: TYPES[message.direction],
    status: message.status === 'pending' || message.status === 'retrying' ? 'sent' : message.status,
    private: message.private,
    created_at: Math.floor(message.createdAt / 1e6),
    sender:
      sender && sender.kind !== 'system'
        ? { id: sender.id, name: sender.name ?? '', type: sender.kind === 'contact' ? 'Contact' : 'User' }
        : null,
    attachments: [],
    conversation_id: message.conversationNumber,
    content_type: message.contentType,
    content_attributes: message.attributes,
    source_id: message.sourceId,
  }
}

export const ndoto = createFamilyDialect({
  name: 'ndoto',
  title: 'Ndoto',
  description: 'The API of Ndoto, as its clients know it.',
  mount: '/ndoto',
  foreignAccountStatus: 403,
  message: { Wire, Create, toWire },
})
