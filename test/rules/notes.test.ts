import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Voice, Wire } from '../clients/voice.ts'
import { voicesOf } from '../clients/voices.ts'
import { type CallOptions, startServer, type TestServer } from '../harness.ts'

/** A word that only notes hold. */
const SECRET = 'zebrawood'

/** How each dialect that can mark a note writes one, and knows one in its own list. */
const NOTES: { by: Voice['name']; more: object; isMarked: (wire: Wire) => boolean }[] = [
  { by: 'parley', more: { private: true }, isMarked: (wire) => wire.private === true },
  { by: 'chatwoot', more: { private: true }, isMarked: (wire) => wire.private === true },
  { by: 'ndoto', more: { private: true }, isMarked: (wire) => wire.private === true },
  { by: 'ndoto', more: { private: true, message_type: 'incoming' }, isMarked: (wire) => wire.private === true },
  { by: '99digital', more: { private: true }, isMarked: (wire) => wire.private === true },
  { by: 'tidysupport', more: { isInternalNote: true }, isMarked: (wire) => wire.isInternalNote === true },
]

type Look = [method: string, path: string, options: CallOptions]

/** Everything that somebody who may not see notes can ask about the conversation: contact, application, OnDi, Mews, the Client API. */
async function outsideLooks(server: TestServer): Promise<Look[]> {
  const { home } = server
  const { ids } = server.core
  const { id, number } = home.conversation
  const program = await server.call('POST', '/parley/v1/tokens', {
    token: home.tokens.parley,
    body: { author: { kind: 'application', id: server.application.id } },
  })
  assert.equal(program.status, 201, program.text)

  const parley = ['/conversations', '/conversations?sort=lastActivityAt', '/conversations?sort=updatedAt', `/conversations/${id}`]
  parley.push(`/conversations/${id}/messages`, `/conversations/${id}/messages?order=oldest&limit=1`, `/conversations/${id}/participants`)
  parley.push('/events', '/events?limit=1', `/search/messages?q=${SECRET}`, '/search/messages?q=first')
  const looks: Look[] = []
  for (const token of [home.secrets.jane, program.body.secret])
    looks.push(...parley.map((path): Look => ['GET', `/parley/v1${path}`, { token }]))

  const thread = `/messaging/conversations/${ids.toUuid('conversation', id)}`
  const year = `${new Date().getUTCFullYear()}-01-01T00:00:00Z`
  const ondi = [
    '/messaging/conversations',
    thread,
    `${thread}/messages`,
    `${thread}/messages?limit=1&page=2`,
    `${thread}/messages?timestamp_range=${year},`,
  ]
  for (const token of [home.secrets.jane, home.secrets.bob, home.tokens.ondi])
    looks.push(...ondi.map((path): Look => ['GET', `/ondi${path}`, { token }]))

  const from = new Date(Date.now() - 3600_000).toISOString()
  const now = new Date(Date.now() + 3600_000).toISOString()
  const mews: [string, object][] = [
    ['messageThreads/getAll', { MessageThreadIds: [ids.toUuid('conversation', id)] }],
    ['messageThreads/getAll', { UpdatedUtc: { StartUtc: from, EndUtc: now } }],
    ['messages/getAll', { MessageThreadIds: [ids.toUuid('conversation', id)] }],
    ['messages/getAll', { MessageThreadIds: [ids.toUuid('conversation', id)], CreatedUtc: { StartUtc: from, EndUtc: now } }],
  ]
  for (const AccessToken of [home.tokens.mews, server.portfolioToken]) {
    const credentials = { ClientToken: server.clientToken, AccessToken, Client: 'Sample', Limitation: { Count: 100 } }
    looks.push(
      ...mews.map(([operation, body]): Look => ['POST', `/mews/api/connector/v1/${operation}`, { body: { ...credentials, ...body } }]),
    )
  }

  const link = await server.core.store.one<{ source_id: string }>('select source_id from contact_channels where contact_id = $1', [
    home.jane.id,
  ])
  const visitor = `/chatwoot/public/api/v1/inboxes/${home.channel.identifier}/contacts/${link?.source_id}`
  for (const path of ['', '/conversations', `/conversations/${number}`, `/conversations/${number}/messages`])
    looks.push(['GET', visitor + path, {}])
  return looks
}

/** Positions are left out: they are gap-free in the store, so whoever may not see one sees a missing number. */
async function look(server: TestServer, looks: Look[]): Promise<string[]> {
  const seen: string[] = []
  for (const [method, path, options] of looks) {
    const { status, body, text } = await server.call(method, path, options)
    assert.ok(status === 200 || status === 204, `${method} ${path}: ${text}`)
    const shown = JSON.stringify(body, (key, value) => (key === 'lastSeq' || key === 'nextAfter' ? undefined : value), 1)
    seen.push(`${method} ${path} ${JSON.stringify(options.body ?? '')}\n${shown}`)
  }
  return seen
}

test('a note changes nothing at all for anybody outside of the team: not when it is written, edited, read, or deleted', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  await voices.client.send(id, 'the first message')
  await voices.parley.send(id, 'the first answer')
  // The ticket is the later one, so that a note in the other would turn their order around.
  await voices.tidysupport.send(home.ticket.id, 'the first message of the ticket')
  const looks = await outsideLooks(server)
  await look(server, looks) // moves read positions to where they stay
  const before = await look(server, looks)
  assert.ok(before.some((shown) => shown.includes('the first answer')))
  const assertUnchanged = async (where: string) => {
    for (const [index, shown] of (await look(server, looks)).entries()) assert.equal(shown, before[index], where)
  }

  for (const { by, more } of NOTES) {
    const where = `a note by ${by} ${JSON.stringify(more)}`
    await voices[by].send(id, `${SECRET} in a note by ${by}`, more)
    await assertUnchanged(where)
    const note = (await voices.parley.list(id)).at(-1)
    const path = `/parley/v1/conversations/${id}/messages/${note.id}`
    const edited = await server.call('PATCH', path, { token: home.tokens.parley, body: { text: `${SECRET} edited`, status: 'read' } })
    assert.equal(edited.status, 200, edited.text)
    await assertUnchanged(`${where}, edited`)
    assert.equal((await server.call('GET', path, { token: home.secrets.jane })).status, 404)
    await voices['99digital'].remove?.(id, note.id)
    await assertUnchanged(`${where}, deleted`)
  }
})

test('the team sees a note, marked as one, in every dialect that can mark it, and in nothing of the others', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  for (const { by, more } of NOTES) {
    const text = `${SECRET} by ${by}`
    const answer = await voices[by].send(id, text, more)
    for (const reader of Object.values(voices)) {
      const found = (await reader.list(id)).filter((wire) => reader.read(wire).text === text)
      const marking = NOTES.find((one) => one.by === reader.name)
      assert.equal(found.length > 0, marking !== undefined, `a note by ${by}, looked for in ${reader.name}`)
      if (marking) assert.ok(found.every(marking.isMarked), `${reader.name} shows the note of ${by} like any message`)
    }
    const own = (await voices[by].list(id)).at(-1)
    assert.deepEqual(own, answer)
  }
  const found = await server.call('GET', `/parley/v1/search/messages?q=${SECRET}`, { token: home.tokens.parley })
  assert.equal(found.body.messages.length, NOTES.length, found.text)
})

test('nobody outside of the team writes a note, and none is in an answer that is given again', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  const refused = await server.call('POST', `/parley/v1/conversations/${id}/messages`, {
    token: home.secrets.jane,
    body: { text: SECRET, private: true },
  })
  assert.equal(refused.status, 403)

  const link = await server.core.store.one<{ source_id: string }>('select source_id from contact_channels where contact_id = $1', [
    home.jane.id,
  ])
  const path = `/chatwoot/public/api/v1/inboxes/${home.channel.identifier}/contacts/${link?.source_id}/conversations`
  const keyed = { headers: { 'idempotency-key': 'again' }, body: {} }
  const first = await server.call('POST', path, keyed)
  const row = await server.core.store.one<{ id: number }>('select id from conversations where account_id = $1 and number = $2', [
    home.account.id,
    first.body.id,
  ])
  await voices.chatwoot.send(row?.id ?? 0, `${SECRET} in a note`, { private: true })
  const { payload } = (
    await server.call('GET', `/chatwoot/api/v1/accounts/${home.account.id}/conversations/${first.body.id}/messages`, {
      token: home.tokens.chatwoot,
    })
  ).body
  assert.ok(payload.some((wire: Wire) => wire.content.includes(SECRET)))
  const again = await server.call('POST', path, keyed)
  assert.deepEqual([again.status, again.body], [first.status, first.body])
  const rows = await server.core.store.all<{ data: string | null }>('select data from events')
  assert.ok(!JSON.stringify(rows).includes(SECRET), 'the log holds a body')
})
