import { type Static, Type } from 'typebox'
import type { Reader } from '../../../core/access.ts'
import { type Authors, loadAuthors } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Happening } from '../../../core/events/replay-events.ts'
import { Attributes, AuthorKinds, Id, Nullable, Time, toWireTime } from '../wire.ts'
import { toWireConversation, WireConversation } from './conversation.ts'
import { toWireMessage, WireMessage } from './message.ts'

export const WireEvent = Type.Object({
  position: Type.Integer({ minimum: 1, description: 'The place in the account’s log: 1, 2, 3… without gaps' }),
  type: Type.String({ examples: ['message.created'] }),
  at: Time,
  actor: Type.Object({ kind: AuthorKinds, id: Id }),
  conversationId: Nullable(Id),
  messageId: Nullable(Id),
  subjectId: Nullable(Type.Integer({ minimum: 0, description: 'The account, member, contact, channel, team or webhook it is about' })),
  data: Attributes,
  conversation: Nullable(WireConversation),
  message: Nullable(WireMessage),
})

export async function toWireEvents(ctx: Ctx, reader: Reader, events: readonly Happening[]): Promise<Static<typeof WireEvent>[]> {
  const refs = events.flatMap(({ message }) => (message ? [message.author] : []))
  const authors = await loadAuthors(ctx.core, ctx.core.store, ctx.accountId, refs)
  return events.map((one) => toWireEvent(ctx, one, reader, authors))
}

/** `conversation` and `message` are as they are now, not as they were at the time; the log itself holds no body. */
function toWireEvent(ctx: Ctx, one: Happening, reader: Reader, authors: Authors): Static<typeof WireEvent> {
  const { event, conversation, message } = one
  return {
    position: event.position,
    type: event.type,
    at: toWireTime(event.createdAt),
    actor: event.actor,
    conversationId: event.conversationId,
    messageId: event.messageId,
    subjectId: event.subjectId,
    data: event.data,
    conversation: conversation ? toWireConversation(conversation, reader) : null,
    message: message ? toWireMessage(ctx, message, authors) : null,
  }
}
