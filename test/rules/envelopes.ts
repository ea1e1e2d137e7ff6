import assert from 'node:assert/strict'
import { STATUS_CODES } from 'node:http'
import type { DialectName } from '../../src/model/token.ts'
import type { RawAnswer } from './raw-http.ts'

// biome-ignore lint/suspicious/noExplicitAny: whatever came back is looked at.
type Json = any

const isText = (value: Json) => typeof value === 'string' && value !== ''
const keysOf = (value: Json) => (value !== null && typeof value === 'object' ? Object.keys(value).sort().join() : typeof value)
const isPlain = (body: Json) => keysOf(body) === 'error' && isText(body.error)

/** Whether a body is an error in a vendor's own shape (each sheet's section on errors). */
const SHAPES: Record<DialectName | 'server', (body: Json, answer: RawAnswer) => boolean> = {
  chatwoot: (body, { status }) =>
    isPlain(body) ||
    (keysOf(body) === 'errors' && body.errors.every(isText)) ||
    (keysOf(body) === 'errors,success' && body.success === false && body.errors.every(isText)) ||
    (keysOf(body) === 'attributes,message' && isText(body.message) && body.attributes.every(isText)) ||
    (keysOf(body) === 'error,status' && body.status === status && isText(body.error)),
  ndoto: isPlain,
  '99digital': isPlain,
  ondi: (body) => keysOf(body) === 'message,success' && body.success === false && isText(body.message),
  mews: (body, { headers }) =>
    keysOf(body) === 'Details,Message,RequestId' &&
    isText(body.Message) &&
    body.RequestId === headers['request-id'] &&
    body.Details === null,
  tidysupport: (body, { status }) =>
    keysOf(body) === 'error,message,statusCode' &&
    body.statusCode === status &&
    body.error === STATUS_CODES[status] &&
    isText(body.message),
  parley: ({ error }) =>
    ['code,field,message,requestId', 'code,message,requestId'].includes(keysOf(error)) &&
    isText(error.code) &&
    isText(error.message) &&
    isText(error.requestId),
  server: ({ error }) => keysOf(error) === 'code,message' && isText(error.code) && isText(error.message),
}

/**
 * Asserts what holds for every refusal: no fault of ours, JSON in the vendor's envelope, and nothing in it of how the program is made. `server` is the envelope of
 * what is refused before any dialect is asked.
 */
export function assertRefusal(answer: RawAnswer, who: DialectName | 'server', method = 'GET'): void {
  assert.ok(answer.status >= 400 && answer.status < 500, `the status is ${answer.status}`)
  // Chatwoot says nothing where it finds no contact behind a source id (chatwoot sheet 3).
  const isSilent = who === 'chatwoot' && answer.status === 404 && answer.headers['content-length'] === '0'
  if (method === 'HEAD' || isSilent) {
    assert.equal(answer.text, '')
    return
  }
  assert.match(answer.headers['content-type'] ?? '', /^application\/json; charset=utf-8$/)
  assertNoInsides(answer.text)
  const body: unknown = JSON.parse(answer.text)
  assert.ok(SHAPES[who](body, answer), `${answer.text} is not the envelope of ${who}`)
}

/** Neither a page, nor a stack trace, nor a file of ours, nor a statement. */
export function assertNoInsides(text: string): void {
  assert.doesNotMatch(text, /<!doctype|<html|\\n\s+at |node_modules|node:internal|\.ts:\d|\bselect .+ from\b|insert into/i)
}
