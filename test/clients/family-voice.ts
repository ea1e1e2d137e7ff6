import assert from 'node:assert/strict'
import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { assertEnds, type Voice, type Wire } from './voice.ts'

/** The message types of a customer, and of everybody else, as each vendor prints them. */
const INCOMING = { chatwoot: 0, ndoto: 'incoming', '99digital': 1 } as const

/** Ann in Chatwoot's, Ndoto's or 99 Digital's words. */
export function familyVoice(server: TestServer, place: Place, name: keyof typeof INCOMING): Voice {
  const token = place.tokens[name]
  const base = `/${name}/api/v1/accounts/${place.account.id}`
  async function ok(method: string, path: string, body?: unknown, options = {}): Promise<Wire> {
    const answer = await server.call(method, base + path, { token, body, ...options })
    assert.equal(answer.status, 200, `${name} ${method} ${path}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  const numberOf = async (id: number) => (await getRow(server, place, id)).number
  const pathOf = async (id: number) => `/conversations/${await numberOf(id)}`
  return {
    name,
    side: 'team',
    author: place.ann.name,
    grainUs: 1_000_000,
    words: { open: 'open', resolved: 'resolved' },
    async begin() {
      const { id } = await ok('POST', '/conversations', { inbox_id: place.channel.id, contact_id: place.jane.id })
      return idOfNumber(server, place, id)
    },
    async holds(id) {
      const number = await numberOf(id)
      for (let page = 1; ; page++) {
        const { payload } = (await ok('GET', `/conversations?status=all&page=${page}`)).data
        if (payload.some((one: Wire) => one.id === number)) return true
        if (payload.length === 0) return false
      }
    },
    send: async (id, text, more, options) =>
      ok('POST', `${await pathOf(id)}/messages`, { content: text, message_type: 'outgoing', ...more }, options),
    async list(id) {
      const path = `${await pathOf(id)}/messages`
      if (name !== 'chatwoot') return (await ok('GET', path)).payload
      const all: Wire[] = []
      for (let before = ''; ; before = `?before=${all[0].id}`) {
        const { payload } = await ok('GET', path + before)
        if (payload.length === 0) return all
        all.unshift(...payload)
        assertEnds(all)
      }
    },
    read: (wire) => ({
      id: wire.id,
      side: wire.message_type === INCOMING[name] ? 'customer' : 'team',
      author: wire.sender?.name ?? null,
      text: wire.content,
      at: wire.created_at * 1e6,
    }),
    idOf: (id) => id,
    status: async (id) => (await ok('GET', await pathOf(id))).status,
    async resolve(id) {
      await ok('POST', `${await pathOf(id)}/toggle_status`, { status: 'resolved' })
    },
    async remove(id, messageId) {
      await ok('DELETE', `${await pathOf(id)}/messages/${messageId}`)
    },
  }
}

async function getRow(server: TestServer, place: Place, id: number): Promise<{ number: number }> {
  const row = await server.core.store.one<{ number: number }>('select number from conversations where account_id = $1 and id = $2', [
    place.account.id,
    id,
  ])
  assert.ok(row, `no conversation ${id}`)
  return row
}

/** The id in the store of a conversation that a vendor names by its number in the account. */
export async function idOfNumber(server: TestServer, place: Place, number: number): Promise<number> {
  const row = await server.core.store.one<{ id: number }>('select id from conversations where account_id = $1 and number = $2', [
    place.account.id,
    number,
  ])
  assert.ok(row, `no conversation number ${number}`)
  return row.id
}

export async function numberOf(server: TestServer, place: Place, id: number): Promise<number> {
  return (await getRow(server, place, id)).number
}
