import type { Message } from '../model/message.ts'

/**
 * Remembers what messages look like to one dialect. The pages that clients poll are kept in memory until their conversation changes
 * (core/conversations/recent.ts) and so are, here, the same messages in a vendor's words: a poll that finds nothing new makes no object but the answer.
 * `by` is all that `make` reads beside the message, compared by identity; messages with files, whose addresses change with time, are always made anew.
 */
export function createKeptWires<Wire extends object>(): (message: Message, by: unknown, make: () => Wire) => Wire {
  const kept = new WeakMap<Message, { by: unknown; wire: Wire }>()
  return (message, by, make) => {
    // Only kept messages are frozen; another one is seen once.
    if (!Object.isFrozen(message) || message.attachments.length > 0) return make()
    const known = kept.get(message)
    if (known && known.by === by) return known.wire
    const wire = make()
    kept.set(message, { by, wire })
    return wire
  }
}
