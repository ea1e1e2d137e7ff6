import assert from 'node:assert/strict'
import type { DialectName } from '../../src/model/token.ts'
import type { CallAnswer, CallOptions } from '../harness.ts'

/** Whatever the vendor printed; a test reads it and asserts on it. */
export type Wire = CallAnswer['body']

/** What every list says of a message, whatever it calls it. */
export type Seen = {
  /** In the vendor's own form. */
  id: string | number
  side: 'customer' | 'team'
  /** The author's name; null where the vendor does not tell. */
  author: string | null
  text: string
  /** Microseconds, as far as the vendor prints them. */
  at: number
}

/** One API as a client speaks it, about conversations named by their id in the store. Every method asserts that its calls succeed. */
export type Voice = {
  name: DialectName | 'client'
  /** Whose words its sends are. */
  side: 'customer' | 'team'
  author: string
  /** The steps in which it prints times, in microseconds. */
  grainUs: number
  /** The status of a conversation that is open, and of one that is resolved, in its own words. */
  words: { open: unknown; resolved: unknown }
  /** Begins a conversation with a customer without any other API's help, and gives its id in the store. */
  begin(): Promise<number>
  /** Whether its own list of conversations has one. */
  holds(id: number): Promise<boolean>
  /** Sends a text, with whatever else the vendor takes beside it, and gives the message as the answer shows it. */
  send(id: number, text: string, more?: object, options?: CallOptions): Promise<Wire>
  /** All messages, page after page, oldest first. */
  list(id: number): Promise<Wire[]>
  read(wire: Wire): Seen
  idOf(messageId: number): string | number
  status(id: number): Promise<unknown>
  /** Absent where the vendor has no such call. */
  resolve?(id: number): Promise<void>
  remove?(id: number, messageId: number): Promise<void>
}

/** Pages that come again and again would otherwise be read for ever. */
export function assertEnds(read: readonly Wire[]): void {
  assert.ok(read.length < 5000, 'the pages of a list never end')
}
