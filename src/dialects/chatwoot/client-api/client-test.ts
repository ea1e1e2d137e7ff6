import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import type { CallOptions, TestServer } from '../../../../test/harness.ts'
import type { Place } from '../../../../test/world.ts'

/** The Client API of one inbox, without any credential. */
export function clientOf(server: TestServer, place: Place = server.home, identifier = place.channel.identifier) {
  const base = `/public/api/v1/inboxes/${identifier}`
  const call = (method: string, path: string, body?: unknown, options: CallOptions = {}) =>
    server.call(method, `/chatwoot${base}${path}`, { body, ...options })

  async function ok(method: string, path: string, body?: unknown, options: CallOptions = {}) {
    const answer = await call(method, path, body, options)
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`)
    return answer.body
  }
  return { call, ok }
}

/** A contact with a conversation of their own, and the paths of both. */
export async function makeVisitor(server: TestServer, said: object = { name: 'Zed', email: 'zed@customers.example' }) {
  const { ok } = clientOf(server)
  const contact = await ok('POST', '/contacts', said)
  const path = `/contacts/${contact.source_id}`
  const conversation = await ok('POST', `${path}/conversations`)
  return { contact, path, conversation, inside: `${path}/conversations/${conversation.id}` }
}

export const hashOf = (place: Place, identifier: string) => createHmac('sha256', place.channel.hmacToken).update(identifier).digest('hex')
export const NOT_FOUND = [404, { status: 404, error: 'Not Found' }]
