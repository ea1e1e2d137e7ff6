import assert from 'node:assert/strict'
import type { CallAnswer, CallOptions, TestServer } from '../../../test/harness.ts'
import type { Place } from '../../../test/world.ts'
import { CHATWOOT } from './chatwoot.ts'
import type { Profile } from './profile.ts'

/** One profile's calls around the messages, as Ann of `place` unless another token is given. */
export function deskOf(server: TestServer, profile: Profile, place: Place = server.home) {
  const base = `/api/v1/accounts/${place.account.id}`
  function call(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<CallAnswer> {
    const full = path.startsWith('/api') || path.startsWith('/public') ? path : base + path
    return server.call(method, profile.mount + full, { token: place.tokens[profile.name], body, ...options })
  }
  return {
    call,
    /** The body of an answer that must be 200. */
    async ok(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<CallAnswer['body']> {
      const answer = await call(method, path, body, options)
      assert.equal(answer.status, 200, `${profile.name} ${method} ${path}: ${answer.text}`)
      return answer.body
    },
  }
}

/** All rows of the tables a refused or repeated call must leave alone. */
export async function snapshot(server: TestServer): Promise<string> {
  const tables = [
    'members',
    'contacts',
    'channels',
    'contact_channels',
    'conversations',
    'participants',
    'messages',
    'events',
    'teams',
    'team_members',
    'channel_members',
    'labels',
    'canned_responses',
    'attribute_definitions',
    'saved_filters',
  ]
  const rows = await Promise.all(tables.map((table) => server.core.store.all(`select * from ${table} order by 1, 2, 3`)))
  return JSON.stringify(rows)
}

/** The source id under which home's Jane is known in home's inbox. */
export async function sourceIdOf(server: TestServer): Promise<string> {
  const { payload } = await deskOf(server, CHATWOOT).ok('GET', `/contacts/${server.home.jane.id}/contactable_inboxes`)
  return payload[0].source_id
}
