import { type Static, Type } from 'typebox'
import { type Reader, seesAllConversations } from '../../../core/access.ts'
import { CONVERSATION_STATUSES, type Conversation } from '../../../model/conversation.ts'
import { Attributes, Id, Nullable, Text, Time, toWireTime, toWireTimeOrNull } from '../wire.ts'

export const Status = Type.Enum([...CONVERSATION_STATUSES])
export const Priority = Type.Enum(['low', 'medium', 'high', 'urgent'])

const internal = {
  lastActivityAt: Type.Optional(Time),
  priority: Type.Optional(Nullable(Priority)),
  assigneeId: Type.Optional(Nullable(Id)),
  teamId: Type.Optional(Nullable(Id)),
  labels: Type.Optional(Type.Array(Type.String())),
  attributes: Type.Optional(Attributes),
  additional: Type.Optional(Attributes),
  snoozedUntil: Type.Optional(Nullable(Time)),
  firstReplyAt: Type.Optional(Nullable(Time)),
  waitingSince: Type.Optional(Nullable(Time)),
}

/** The fields from `lastActivityAt` on are the business's own, as is the time of a note: contacts, applications and drivers are not shown them. */
export const WireConversation = Type.Object({
  id: Id,
  number: Type.Integer({ description: 'Counts 1, 2, 3… in the account' }),
  channelId: Id,
  contactId: Nullable(Id),
  applicationId: Nullable(Id),
  kind: Nullable(Type.String()),
  subject: Nullable(Type.String()),
  status: Status,
  lastSeq: Type.Integer({ minimum: 0, description: 'The seq of the newest message, 0 while there is none' }),
  publicCount: Type.Integer({ minimum: 0, description: 'Messages that are neither private nor deleted' }),
  createdAt: Time,
  updatedAt: Time,
  ...internal,
})

/** Every field of a conversation that may change. */
export const ConversationFields = {
  kind: Type.Optional(Nullable(Text(64))),
  subject: Type.Optional(Nullable(Text(998))),
  status: Type.Optional(Status),
  priority: Type.Optional(Nullable(Priority)),
  assigneeId: Type.Optional(Nullable(Id)),
  teamId: Type.Optional(Nullable(Id)),
  labels: Type.Optional(Type.Array(Text(100, { minLength: 1 }), { maxItems: 100 })),
  attributes: Type.Optional(Attributes),
  additional: Type.Optional(Attributes),
  snoozedUntil: Type.Optional(Nullable(Time)),
}

export function toWireConversation(conversation: Conversation, reader: Reader): Static<typeof WireConversation> {
  const shown = {
    id: conversation.id,
    number: conversation.number,
    channelId: conversation.channelId,
    contactId: conversation.contactId,
    applicationId: conversation.applicationId,
    kind: conversation.kind,
    subject: conversation.subject,
    status: conversation.status,
    lastSeq: conversation.lastSeq,
    publicCount: conversation.publicCount,
    createdAt: toWireTime(conversation.createdAt),
    updatedAt: toWireTime(conversation.updatedAt),
  }
  if (!seesAllConversations(reader.role)) return shown
  return {
    ...shown,
    lastActivityAt: toWireTime(conversation.lastActivityAt),
    priority: conversation.priority,
    assigneeId: conversation.assigneeId,
    teamId: conversation.teamId,
    labels: conversation.labels,
    attributes: conversation.attributes,
    additional: conversation.additional,
    snoozedUntil: toWireTimeOrNull(conversation.snoozedUntil),
    firstReplyAt: toWireTimeOrNull(conversation.firstReplyAt),
    waitingSince: toWireTimeOrNull(conversation.waitingSince),
  }
}
