import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Wire } from '../clients/voice.ts'
import { voicesOf } from '../clients/voices.ts'
import { startServer, type TestServer } from '../harness.ts'

const EACH = 25
const WRITERS = 8
const ALL = EACH * WRITERS

/** Reads on from where it stopped; gives the ids in the store of what is new, oldest first. */
type Follower = () => Promise<number[]>

test('while all dialects write at once, no reader that pages skips or repeats a message, and seqs and positions have no gap', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  let writing = true

  async function follow(name: string, read: Follower): Promise<[string, number[]]> {
    const seen: number[] = []
    for (let idle = 0; seen.length < ALL && idle < 20; ) {
      const ended = !writing
      const fresh = await read()
      seen.push(...fresh)
      idle = ended && fresh.length === 0 ? idle + 1 : 0
    }
    return [name, seen]
  }

  const walks: [string, number[]][] = []
  async function walkBack(name: string, walk: () => Promise<number[]>): Promise<void> {
    do walks.push([name, await walk()])
    while (writing)
    walks.push([name, await walk()])
  }

  const followers = Promise.all(Object.entries(followersOf(server)).map(([name, read]) => follow(name, read)))
  const idOf = (uuid: string) => server.core.ids.fromUuid('message', uuid) ?? 0
  const walkers = [
    walkBack('mews', async () => (await voices.mews.list(id)).map((wire) => idOf(wire.Id))),
    walkBack('chatwoot before', async () => (await voices.chatwoot.list(id)).map((wire) => wire.id)),
    walkBack('client before', async () => (await voices.client.list(id)).map((wire) => wire.id)),
  ]
  const writers = Object.values(voices)
  assert.equal(writers.length, WRITERS)
  try {
    await Promise.all(
      writers.map(async (writer) => {
        for (let round = 0; round < EACH; round += 5) {
          const burst = Array.from({ length: 5 }, (_, index) => writer.send(id, `${writer.name} ${round + index}`))
          await Promise.all(burst)
        }
      }),
    )
  } finally {
    writing = false
  }

  const stored: Wire[] = await voices.parley.list(id)
  const order = stored.map((wire) => wire.id)
  assert.deepEqual(
    stored.map((wire) => wire.seq),
    Array.from({ length: ALL }, (_, index) => index + 1),
  )
  for (const [name, seen] of await followers) assert.deepEqual(seen, order, name)
  await Promise.all(walkers)
  // A walk back begins at the newest message of its moment and misses nothing behind it.
  for (const [name, seen] of walks) assert.deepEqual(seen, order.slice(0, seen.length), name)
  for (const name of ['mews', 'chatwoot before', 'client before']) {
    assert.deepEqual(walks.findLast(([of]) => of === name)?.[1], order, name)
  }
  const rows = await server.core.store.all<{ position: number }>('select position from events where account_id = $1 order by position', [
    home.account.id,
  ])
  assert.deepEqual(
    rows.map((row) => row.position),
    rows.map((_row, index) => index + 1),
  )
})

/** Clients that poll forward, each by its vendor's own cursor. */
function followersOf(server: TestServer): Record<string, Follower> {
  const { home, core } = server
  const { id, number } = home.conversation
  async function get(path: string, token: string): Promise<Wire> {
    const answer = await server.call('GET', path, { token })
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const inFamily = (name: 'chatwoot' | 'ndoto' | '99digital', query: string) =>
    get(`/${name}/api/v1/accounts/${home.account.id}/conversations/${number}/messages${query}`, home.tokens[name])

  function byId(name: 'chatwoot' | '99digital'): Follower {
    let after = 1 // an id below every message's
    return async () => {
      const ids: number[] = (await inFamily(name, `?after=${after}`)).payload.map((wire: Wire) => wire.id)
      after = ids.at(-1) ?? after
      return ids
    }
  }

  let seq = 0
  let position = 0
  let second = 1
  let cursor = ''
  const known = new Set<number>()
  const inbox = `/tidysupport/v1/workspaces/${core.ids.toPrefixed('account', home.account.id)}/support/inbox`
  return {
    'parley messages': async () => {
      const page = await get(`/parley/v1/conversations/${id}/messages?order=oldest&limit=7&after=${seq}`, home.tokens.parley)
      seq = page.nextAfter
      return page.messages.map((wire: Wire) => wire.id)
    },
    'parley events': async () => {
      const page = await get(`/parley/v1/events?limit=11&after=${position}`, home.tokens.parley)
      for (const event of page.events) assert.equal(event.position, ++position, 'a position was skipped or repeated')
      return page.events.filter((event: Wire) => event.type === 'message.created').map((event: Wire) => event.messageId)
    },
    'chatwoot after': byId('chatwoot'),
    '99digital after': byId('99digital'),
    // Whole seconds: whoever follows asks for the last one again and leaves out what they have.
    'ndoto after': async () => {
      const { payload } = await inFamily('ndoto', `?after=${second - 1}`)
      const fresh = payload.filter((wire: Wire) => !known.has(wire.id))
      for (const wire of fresh) known.add(wire.id)
      second = payload.at(-1)?.created_at ?? second
      return fresh.map((wire: Wire) => wire.id)
    },
    'tidysupport cursor': async () => {
      const path = `${inbox}/conversations/${core.ids.toPrefixed('conversation', id)}/messages?limit=7${cursor}`
      const { items } = (await get(path, home.tokens.tidysupport)).thread.messages
      if (items.length > 0) cursor = `&cursor=${items.at(-1).id}`
      return items.map((wire: Wire) => core.ids.fromPrefixed('message', wire.id))
    },
  }
}
