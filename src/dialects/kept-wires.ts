import { randomUUID } from 'node:crypto'
import type { Message } from '../model/message.ts'

/** The JSON text of every kept list of wires, once it was written. */
const texts = new WeakMap<readonly object[], string | null>()

/**
 * Puts the messages of a page into a vendor's words: `make` does one, and `by` says what it reads beside the message, compared by identity. The answer is the list of
 * wires; one that is kept is frozen.
 */
export type KeepWires<Wire extends object> = (
  messages: readonly Message[],
  by: (message: Message) => unknown,
  make: (message: Message) => Wire,
) => Wire[]

type Kept<Wire> = { messages: readonly Message[]; by: readonly unknown[]; wires: Wire[] }

/**
 * Remembers what pages look like to one dialect. The pages that clients poll are kept in memory until their conversation changes (core/conversations/recent.ts)
 * and so are, here, the same pages in a vendor's words, as objects and as text: a poll that finds nothing new makes no object but the answer. Pages with
 * files, whose addresses change with time, are always made anew.
 */
export function createKeptWires<Wire extends object>(): KeepWires<Wire> {
  /** By the first message of the page; only kept messages are frozen, another one is seen once. */
  const kept = new WeakMap<Message, Kept<Wire>>()
  return (messages, by, make) => {
    const first = messages[0]
    if (!first || !Object.isFrozen(first)) return messages.map(make)
    const known = kept.get(first)
    if (known && isSame(known, messages, by)) return known.wires
    const wires = messages.map(make)
    if (messages.some((message) => message.attachments.length > 0)) return wires
    Object.freeze(wires)
    kept.set(first, { messages: messages.slice(), by: messages.map(by), wires })
    texts.set(wires, null)
    return wires
  }
}

function isSame<Wire>(known: Kept<Wire>, messages: readonly Message[], by: (message: Message) => unknown): boolean {
  if (known.messages.length !== messages.length) return false
  for (const [index, message] of messages.entries()) {
    if (known.messages[index] !== message || known.by[index] !== by(message)) return false
  }
  return true
}

/** The serialiser of routes that list messages: as `JSON.stringify`, but a kept list is written once. For a route's option `serializerCompiler`. */
export function keptSerializer(): (answer: unknown) => string {
  return (answer) => {
    const found = takeOut(answer, LIST_DEPTH)
    if (!found) return JSON.stringify(answer)
    const text = JSON.stringify(found.rest)
    const at = text.indexOf(PLACE)
    return text.slice(0, at) + textOf(found.list) + text.slice(at + PLACE.length)
  }
}

/** A list of messages lies no deeper than this in any vendor's answer. */
const LIST_DEPTH = 3
/** Stands for the list while what is around it is written; nobody outside can know it. */
const MARK = randomUUID()
const PLACE = `"${MARK}"`

/** The kept list in an answer, and the answer with the mark in its place. */
function takeOut(value: unknown, depth: number): { list: readonly object[]; rest: unknown } | undefined {
  if (typeof value !== 'object' || value === null || depth < 0) return undefined
  if (Array.isArray(value)) return texts.has(value) ? { list: value, rest: MARK } : undefined
  for (const key in value) {
    const found = takeOut((value as Record<string, unknown>)[key], depth - 1)
    if (found) return { list: found.list, rest: { ...value, [key]: found.rest } }
  }
  return undefined
}

function textOf(list: readonly object[]): string {
  const known = texts.get(list)
  if (known) return known
  const text = JSON.stringify(list)
  texts.set(list, text)
  return text
}
