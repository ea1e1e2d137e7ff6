import type { AuthorRef } from '../../model/author.ts'
import type { EventType, NewEvent } from '../../model/event.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import type { Message } from '../../model/message.ts'

export function messageEvent(type: EventType, message: Message, actor: AuthorRef, data: JsonObject = {}): NewEvent {
  return {
    type,
    conversationId: message.conversationId,
    messageId: message.id,
    private: message.private,
    subjectId: null,
    actor,
    data,
  }
}

export function conversationEvent(type: EventType, conversationId: number, actor: AuthorRef, data: JsonObject = {}): NewEvent {
  return { type, conversationId, messageId: null, private: false, subjectId: null, actor, data }
}

export function subjectEvent(type: EventType, subjectId: number, actor: AuthorRef, data: JsonObject = {}): NewEvent {
  return { type, conversationId: null, messageId: null, private: false, subjectId, actor, data }
}

/** The fields whose values differ, each as `[before, after]`, as a `…updated` event carries them; undefined when nothing changed. */
export function changes<T extends Record<string, unknown>>(
  before: T,
  after: T,
  fields: readonly (keyof T & string)[],
): JsonObject | undefined {
  const found: JsonObject = {}
  for (const field of fields) {
    if (JSON.stringify(before[field]) !== JSON.stringify(after[field])) {
      found[field] = [(before[field] ?? null) as Json, (after[field] ?? null) as Json]
    }
  }
  return Object.keys(found).length > 0 ? found : undefined
}
