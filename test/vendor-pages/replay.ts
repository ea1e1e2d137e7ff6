import assert from 'node:assert/strict'
import type { Wire } from '../clients/voice.ts'
import type { TestServer } from '../harness.ts'
import { exchange } from '../rules/raw-http.ts'

/** A request as a vendor's page prints it. The address is what follows the vendor's own, headers are in their order, and the body is the text of the page. */
export type PrintedRequest = { method: string; path: string; headers: [string, string][]; body?: string }

/** What the page says of a field: its type, its words, what is inside of it, or a few of these. */
export type Printed =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'object'
  | 'null'
  | 'uuid'
  | 'seconds'
  | 'iso'
  | 'utc'
  | { words: unknown[] }
  | { is: Fields }
  | { listOf: Fields }
  | Printed[]
export type Fields = Record<string, Printed>

/** Sends a request byte for byte to `base`, an address of the server's that takes the place of the vendor's. */
export async function replay(server: TestServer, base: string, request: PrintedRequest): Promise<{ status: number; body: Wire }> {
  const { method, path, headers, body } = request
  const bytes = body === undefined ? undefined : Buffer.from(body)
  const { status, text } = await exchange(server.url, { method, path: base + path, headers, body: bytes })
  return { status, body: text === '' ? '' : JSON.parse(text) }
}

/** Asserts that every field the page names is there, as the page says it is. What the page does not name is passed over. */
export function assertPrinted(actual: Wire, fields: Fields, where = 'the answer'): void {
  assert.ok(typeof actual === 'object' && actual !== null, `${where} is ${JSON.stringify(actual)}`)
  for (const [name, printed] of Object.entries(fields)) {
    assert.ok(name in actual, `${where} has no ${name}: ${JSON.stringify(actual)}`)
    assert.ok(fits(actual[name], printed, `${where}.${name}`), `${where}.${name} is ${JSON.stringify(actual[name])}`)
  }
}

function fits(value: Wire, printed: Printed, where: string): boolean {
  if (Array.isArray(printed)) return printed.some((one) => fits(value, one, where))
  if (typeof printed === 'string') return TYPES[printed](value)
  if ('words' in printed) return printed.words.includes(value)
  if ('is' in printed) {
    assertPrinted(value, printed.is, where)
    return true
  }
  assert.ok(Array.isArray(value), `${where} is no list`)
  for (const [index, one] of value.entries()) assertPrinted(one, printed.listOf, `${where}[${index}]`)
  return true
}

const TYPES: Record<Extract<Printed, string>, (value: Wire) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  null: (value) => value === null,
  uuid: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  // Of this age, so that milliseconds are not taken for seconds.
  seconds: (value) => Number.isSafeInteger(value) && value > 1e9 && value < 1e10,
  // ISO 8601 in UTC with whole seconds.
  utc: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value),
  iso: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
}
