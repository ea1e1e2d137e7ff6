import assert from 'node:assert/strict'
import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { toMicroseconds } from './parley-voice.ts'
import { assertEnds, type Voice, type Wire } from './voice.ts'

/** Ann's key in TidySupport's words. */
export function tidysupportVoice(server: TestServer, place: Place): Voice {
  const { ids } = server.core
  const token = place.tokens.tidysupport
  const inbox = `/tidysupport/v1/workspaces/${ids.toPrefixed('account', place.account.id)}/support/inbox`
  const ann = ids.toPrefixed('member', place.ann.id)
  const idOf = (id: number) => ids.toPrefixed('conversation', id)
  const pathOf = (id: number) => `${inbox}/conversations/${idOf(id)}`
  async function ok(method: string, path: string, body?: unknown, options = {}): Promise<Wire> {
    const answer = await server.call(method, path, { token, body, ...options })
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  return {
    name: 'tidysupport',
    side: 'team',
    author: place.ann.name,
    grainUs: 1_000_000,
    words: { open: 'OPEN', resolved: 'CLOSED' },
    async begin() {
      const body = { email: place.jane.email, subject: 'Begun here', contentText: 'Hello Jane' }
      const { conversation } = await ok('POST', `${inbox}/conversations`, body)
      return ids.fromPrefixed('conversation', conversation.id) ?? 0
    },
    async holds(id) {
      const all: Wire[] = []
      for (let cursor = ''; ; cursor = `&cursor=${all.at(-1).id}`) {
        const { items, hasMore } = (await ok('GET', `${inbox}/conversations?limit=2${cursor}`)).conversations
        all.push(...items)
        assertEnds(all)
        if (!hasMore) return all.some((one) => one.id === idOf(id))
      }
    },
    send: async (id, text, more, options) => (await ok('POST', `${pathOf(id)}/messages`, { contentText: text, ...more }, options)).message,
    async list(id) {
      const all: Wire[] = []
      for (let cursor = ''; ; cursor = `&cursor=${all.at(-1).id}`) {
        const { items, hasMore } = (await ok('GET', `${pathOf(id)}/messages?limit=3${cursor}`)).thread.messages
        all.push(...items)
        assertEnds(all)
        if (!hasMore) return all
      }
    },
    read: (wire) => ({
      id: wire.id,
      side: wire.direction === 'INBOUND' ? 'customer' : 'team',
      author: wire.agentId === ann ? place.ann.name : wire.agentId,
      text: wire.contentText,
      at: toMicroseconds(wire.createdAt),
    }),
    idOf: (id) => ids.toPrefixed('message', id),
    status: async (id) => (await ok('GET', `${pathOf(id)}/messages`)).thread.conversation.status,
    async resolve(id) {
      await ok('PUT', `${pathOf(id)}/status`, { status: 'CLOSED' })
    },
  }
}
