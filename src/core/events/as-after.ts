import type { Conversation } from '../../model/conversation.ts'
import type { EventType, LogEvent } from '../../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Message } from '../../model/message.ts'

/**
 * A conversation as it was after an event, as far as the log knows: the fields that the event changed are as it left them, the others as they are now. A new message changes
 * since when its customer waits, and when the team first replied.
 */
export function asAfter(event: LogEvent, conversation: Conversation): Conversation {
  return CHANGES_CONVERSATION.includes(event.type) ? withAfter(event.data, conversation) : conversation
}

const CHANGES_CONVERSATION: readonly EventType[] = ['conversation.updated', 'message.created']

/** The same of a message; the log knows its status, with the cause of a failure, never its text. */
export function messageAsAfter({ type, data }: LogEvent, message: Message): Message {
  if (type !== 'message.updated' || data.status === undefined) return message
  return { ...withAfter(data, message), failure: typeof data.cause === 'string' ? data.cause : null }
}

/** An event says of a field `[before, after]`; whatever else its data holds is no field. */
function withAfter<T extends object>(data: JsonObject, entity: T): T {
  const pairs = Object.entries(data).filter(([field, said]) => Array.isArray(said) && said.length === 2 && Object.hasOwn(entity, field))
  return { ...entity, ...Object.fromEntries(pairs.map(([field, said]) => [field, (said as unknown[])[1]])) }
}
