import assert from 'node:assert/strict'
import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { idOfNumber, numberOf } from './family-voice.ts'
import { assertEnds, type Voice, type Wire } from './voice.ts'

/** Jane in the words of Chatwoot's public Client API: the customer's side. She comes back under the source id that the inbox knows her by. */
export async function clientVoice(server: TestServer, place: Place): Promise<Voice> {
  const base = `/chatwoot/public/api/v1/inboxes/${place.channel.identifier}`
  const jane = await server.core.store.one<{ source_id: string }>(
    'select source_id from contact_channels where account_id = $1 and channel_id = $2 and contact_id = $3 order by created_at',
    [place.account.id, place.channel.id, place.jane.id],
  )
  assert.ok(jane, 'the inbox does not know the contact of the conversation')
  const contact = `/contacts/${jane.source_id}`
  async function ok(method: string, path: string, body?: unknown, options = {}): Promise<Wire> {
    const answer = await server.call(method, base + path, { body, ...options })
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  const pathOf = async (id: number) => `${contact}/conversations/${await numberOf(server, place, id)}`
  return {
    name: 'client',
    side: 'customer',
    author: place.jane.name ?? '',
    grainUs: 1_000_000,
    words: { open: 'open', resolved: 'resolved' },
    begin: async () => idOfNumber(server, place, (await ok('POST', `${contact}/conversations`)).id),
    async holds(id) {
      const number = await numberOf(server, place, id)
      return (await ok('GET', `${contact}/conversations`)).some((one: Wire) => one.id === number)
    },
    send: async (id, text, more, options) => ok('POST', `${await pathOf(id)}/messages`, { content: text, ...more }, options),
    async list(id) {
      const all: Wire[] = []
      const path = `${await pathOf(id)}/messages`
      for (let before = ''; ; before = `?before=${all[0].id}`) {
        const page = await ok('GET', path + before)
        if (page.length === 0) return all
        all.unshift(...page)
        assertEnds(all)
      }
    },
    read: (wire) => ({
      id: wire.id,
      side: wire.message_type === 0 ? 'customer' : 'team',
      author: wire.sender?.name ?? null,
      text: wire.content,
      at: wire.created_at * 1e6,
    }),
    idOf: (id) => id,
    status: async (id) => (await ok('GET', await pathOf(id))).status,
    async resolve(id) {
      await ok('POST', `${await pathOf(id)}/toggle_status`)
    },
  }
}
