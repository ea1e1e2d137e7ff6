import assert from 'node:assert/strict'
import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { toMicroseconds } from './parley-voice.ts'
import type { Voice, Wire } from './voice.ts'

/** Ann, a system admin, in OnDi's words. */
export function ondiVoice(server: TestServer, place: Place): Voice {
  const { ids } = server.core
  const token = place.tokens.ondi
  const jane = ids.toUuid('author', place.jane.id)
  const pathOf = (id: number) => `/ondi/messaging/conversations/${ids.toUuid('conversation', id)}`
  async function ok(method: string, path: string, status: number, body?: unknown, options = {}): Promise<Wire> {
    const answer = await server.call(method, path, { token, body, ...options })
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  return {
    name: 'ondi',
    side: 'team',
    author: place.ann.name,
    grainUs: 1_000_000,
    words: { open: 'active', resolved: 'closed' },
    async begin() {
      const { data } = await ok('POST', '/ondi/messaging/conversations', 201, { title: 'Begun here', participants: [jane] })
      return ids.fromUuid('conversation', data.id) ?? 0
    },
    /** Looks where the customer is, since Ann need not be in it herself. */
    async holds(id) {
      const contact = await server.core.store.one<{ contact_id: number }>(
        'select contact_id from conversations where account_id = $1 and id = $2',
        [place.account.id, id],
      )
      const user = ids.toUuid('author', contact?.contact_id ?? 0)
      const { conversations } = await ok('GET', `/ondi/messaging/conversations?limit=100&user_id=${user}`, 200)
      return conversations.some((one: Wire) => one.id === ids.toUuid('conversation', id))
    },
    send: async (id, text, more, options) => (await ok('POST', `${pathOf(id)}/messages`, 201, { content: text, ...more }, options)).data,
    async list(id) {
      const all: Wire[] = []
      for (let page = 1; ; page++) {
        const { messages, total } = await ok('GET', `${pathOf(id)}/messages?limit=3&page=${page}`, 200)
        all.unshift(...messages.reverse())
        if (messages.length > 0) continue
        assert.equal(total, all.length, 'the total is another than the pages together')
        return all
      }
    },
    read: (wire) => ({
      id: wire.id,
      side: wire.sender_id === jane || wire.sender?.first_name === 'Sample' ? 'customer' : 'team',
      author: wire.sender && `${wire.sender.first_name} ${wire.sender.last_name}`.trim(),
      text: wire.content,
      at: toMicroseconds(wire.created_at),
    }),
    idOf: (id) => ids.toUuid('message', id),
    status: async (id) => (await ok('GET', pathOf(id), 200)).data.status,
    async resolve(id) {
      await ok('PATCH', pathOf(id), 200, { status: 'closed' })
    },
  }
}
