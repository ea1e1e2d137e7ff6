import assert from 'node:assert/strict'
import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { assertEnds, type Voice, type Wire } from './voice.ts'

/** Ann in Parley's own words. */
export function parleyVoice(server: TestServer, place: Place): Voice {
  const token = place.tokens.parley
  const pathOf = (id: number) => `/parley/v1/conversations/${id}`
  async function ok(method: string, path: string, status: number, body?: unknown, options = {}): Promise<Wire> {
    const answer = await server.call(method, path, { token, body, ...options })
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  return {
    name: 'parley',
    side: 'team',
    author: place.ann.name,
    grainUs: 1,
    words: { open: 'open', resolved: 'resolved' },
    begin: async () => (await ok('POST', '/parley/v1/conversations', 201, { contactId: place.jane.id, subject: 'Begun here' })).id,
    async holds(id) {
      const { conversations } = await ok('GET', '/parley/v1/conversations?limit=200', 200)
      return conversations.some((one: Wire) => one.id === id)
    },
    send: (id, text, more, options) => ok('POST', `${pathOf(id)}/messages`, 201, { text, ...more }, options),
    async list(id) {
      const all: Wire[] = []
      for (let after = 0; ; ) {
        const page = await ok('GET', `${pathOf(id)}/messages?order=oldest&limit=3&after=${after}`, 200)
        if (page.messages.length === 0) return all
        all.push(...page.messages)
        assertEnds(all)
        after = page.nextAfter
      }
    },
    read: (wire) => ({
      id: wire.id,
      side: wire.direction === 'inbound' ? 'customer' : 'team',
      author: wire.author.name,
      text: wire.text,
      at: toMicroseconds(wire.createdAt),
    }),
    idOf: (id) => id,
    status: async (id) => (await ok('GET', pathOf(id), 200)).status,
    async resolve(id) {
      await ok('PATCH', pathOf(id), 200, { status: 'resolved' })
    },
    async remove(id, messageId) {
      await ok('DELETE', `${pathOf(id)}/messages/${messageId}`, 200)
    },
  }
}

/** Of RFC 3339 in UTC with any number of decimals. */
export function toMicroseconds(text: string): number {
  const [, seconds, fraction = ''] = /^(.+?)(?:\.(\d+))?Z$/.exec(text) ?? []
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'))
}
