import assert from 'node:assert/strict'
import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { toMicroseconds } from './parley-voice.ts'
import { assertEnds, type Voice, type Wire } from './voice.ts'

/** The application that created the place's conversations, in Mews' words: it speaks for the guest. */
export function mewsVoice(server: TestServer, place: Place): Voice {
  const { ids } = server.core
  const credentials = { ClientToken: server.clientToken, AccessToken: place.tokens.mews, Client: 'Sample Client 1.0.0' }
  async function ok(operation: string, body: object, options = {}): Promise<Wire> {
    const answer = await server.call('POST', `/mews/api/connector/v1/${operation}`, { body: { ...credentials, ...body }, ...options })
    assert.ok(answer.status === 200 || answer.status === 204, `${operation}: ${answer.text.slice(0, 500)}`)
    return answer.status === 204 ? undefined : answer.body
  }
  const idOf = (id: number) => ids.toUuid('conversation', id)
  const threads = async (id: number): Promise<Wire[]> =>
    (await ok('messageThreads/getAll', { MessageThreadIds: [idOf(id)], Limitation: { Count: 10 } }))?.MessageThreads ?? []
  return {
    name: 'mews',
    side: 'customer',
    author: server.application.name,
    grainUs: 1_000_000,
    words: { open: false, resolved: true },
    async begin() {
      const { MessageThreads } = await ok('messageThreads/add', { OriginalSender: 'Guest of a room', Subject: 'Begun here' })
      return ids.fromUuid('conversation', MessageThreads[0].Id) ?? 0
    },
    holds: async (id) => (await threads(id)).length === 1,
    async send(id, text, more, options) {
      const { Messages } = await ok('messages/add', { Messages: [{ MessageThreadId: idOf(id), Text: text, ...more }] }, options)
      return Messages[0].Message
    },
    async list(id) {
      const all: Wire[] = []
      for (let Cursor: string | null = null; ; ) {
        const page: Wire = await ok('messages/getAll', { MessageThreadIds: [idOf(id)], Limitation: { Count: 3, Cursor } })
        if (!page) return all
        all.unshift(...page.Messages.reverse())
        assertEnds(all)
        Cursor = page.Cursor
        if (Cursor === null) return all
      }
    },
    read: (wire) => ({
      id: wire.Id,
      side: wire.Sender.Discriminator === 'Application' ? 'customer' : 'team',
      author: null,
      text: wire.Text,
      at: toMicroseconds(wire.CreatedUtc),
    }),
    idOf: (id) => ids.toUuid('message', id),
    status: async (id) => (await threads(id))[0]?.IsResolved,
  }
}
