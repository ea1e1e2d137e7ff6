import type { Message } from '../model/message.ts'

/** The JSON text of every kept wire, once it was written. */
const texts = new WeakMap<object, string | null>()

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
    const wire = Object.freeze(make())
    kept.set(message, { by, wire })
    texts.set(wire, null)
    return wire
  }
}

/** The serialiser of routes that list messages: as `JSON.stringify`, but kept wires are written once. For an answer's option `serializerCompiler`. */
export function keptSerializer(): (answer: unknown) => string {
  return (answer) => writeAnswer(answer, LIST_DEPTH)
}

/** A list of messages lies no deeper than this in any vendor's answer. */
const LIST_DEPTH = 3

function writeAnswer(value: unknown, depth: number): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return texts.has(value[0]) ? `[${value.map(textOf).join(',')}]` : JSON.stringify(value)
  const fields: string[] = []
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) fields.push(`${JSON.stringify(key)}:${writeAnswer(field, depth - 1)}`)
  }
  return `{${fields.join(',')}}`
}

function textOf(wire: object): string {
  const known = texts.get(wire)
  if (known) return known
  const text = JSON.stringify(wire)
  if (known === null) texts.set(wire, text)
  return text
}
