import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'

const idsOf = (answer: { body: { conversations: { id: number }[] } }) => answer.body.conversations.map((one) => one.id)

test('a conversation is opened with what is given, read back and changed', async (t) => {
  let now = Date.UTC(2026, 0, 2) * 1000
  const server = await startServer(t, { now: () => now })
  const { channel, jane, ann, bob, secrets } = server.home
  const client = parleyClient(server, secrets.bob)
  const given = {
    channelId: channel.id,
    contactId: jane.id,
    subject: 'Late check-out',
    kind: 'order',
    status: 'pending',
    priority: 'high',
    assigneeId: bob.id,
    labels: ['vip', 'vip', 'late'],
    attributes: { room: 101 },
    additional: { from: 'web' },
    snoozedUntil: '2026-01-03T00:00:00+01:00',
  }
  const { status, body } = await client.post('/conversations', { ...given, participants: [{ authorId: ann.id, role: 'lead' }] })
  assert.equal(status, 201)
  assert.deepEqual(body, {
    ...given,
    id: body.id,
    number: 3,
    labels: ['vip', 'late'],
    snoozedUntil: '2026-01-02T23:00:00.000000Z',
    applicationId: null,
    teamId: null,
    lastSeq: 0,
    publicCount: 0,
    createdAt: '2026-01-02T00:00:00.000000Z',
    updatedAt: '2026-01-02T00:00:00.000000Z',
    lastActivityAt: '2026-01-02T00:00:00.000000Z',
    firstReplyAt: null,
    waitingSince: null,
  })
  assert.deepEqual((await client.get(`/conversations/${body.id}`)).body, body)
  const people = await client.get(`/conversations/${body.id}/participants`)
  assert.deepEqual(
    people.body.participants.map((one: { author: { id: number }; role: string }) => [one.author.id, one.role]),
    [
      [ann.id, 'lead'],
      [jane.id, 'member'],
    ],
  )
  now += 5
  const changed = await client.patch(`/conversations/${body.id}`, { status: 'resolved', labels: [], assigneeId: null, attributes: {} })
  assert.equal(changed.status, 200)
  assert.deepEqual(changed.body, {
    ...body,
    status: 'resolved',
    labels: [],
    assigneeId: null,
    attributes: {},
    lastSeq: 3, // the activities: status, assignee, labels
    lastActivityAt: '2026-01-02T00:00:00.000005Z',
    snoozedUntil: null,
    updatedAt: '2026-01-02T00:00:00.000005Z',
  })
  const quiet = await client.patch(`/conversations/${body.id}`, { status: 'resolved' })
  assert.deepEqual(quiet.body, changed.body)
  const updates = await server.core.store.all("select position from events where type = 'conversation.updated'")
  assert.equal(updates.length, 1)
})

test('what does not exist or is not valid opens and changes nothing', async (t) => {
  const server = await startServer(t)
  const { away, home } = server
  const client = parleyClient(server, home.secrets.ann)
  const cases: [body: unknown, status: number, code: string][] = [
    [{ channelId: away.channel.id }, 404, 'channel_not_found'],
    [{ contactId: away.jane.id }, 404, 'contact_not_found'],
    [{ assigneeId: away.bob.id }, 404, 'member_not_found'],
    [{ participants: [{ authorId: away.bob.id }] }, 404, 'participant_not_found'],
    [{ participants: [{ authorId: server.application.id }] }, 404, 'participant_not_found'],
    [{ status: 'closed' }, 422, 'body_invalid'],
    [{ labels: [''] }, 422, 'body_invalid'],
    [{ snoozedUntil: 'tomorrow' }, 422, 'body_invalid'],
    [{ subject: 'x'.repeat(999) }, 422, 'body_invalid'],
    [{ applicationId: 1 }, 422, 'body_invalid'],
  ]
  const count = () => server.core.store.all('select position from events')
  const before = (await count()).length
  for (const [body, status, code] of cases) {
    const answer = await client.post('/conversations', body)
    assert.deepEqual([answer.status, answer.body.error?.code], [status, code], JSON.stringify(body))
  }
  const assign = await client.patch(`/conversations/${home.conversation.id}`, { assigneeId: away.bob.id })
  assert.deepEqual([assign.status, assign.body.error.code], [404, 'member_not_found'])
  assert.equal((await count()).length, before)
  assert.equal((await server.core.store.all('select id from conversations')).length, 4)
})

test('a keyed opening and a keyed change happen once', async (t) => {
  const server = await startServer(t)
  const client = parleyClient(server, server.home.secrets.ann)
  const keyed = { headers: { 'idempotency-key': 'c1' } }
  const open = () => client.post('/conversations', { subject: 'Once' }, keyed)
  const [first, twin] = await Promise.all([open(), open()])
  assert.equal(first.status, 201)
  assert.deepEqual(twin.body, first.body)
  await server.restart()
  assert.deepEqual((await open()).body, first.body)
  assert.equal((await client.post('/conversations', { subject: 'Twice' }, keyed)).status, 422)
  assert.equal((await server.core.store.all("select id from conversations where subject = 'Once'")).length, 1)
  const path = `/conversations/${first.body.id}`
  const change = (subject: string) => client.patch(path, { subject }, { headers: { 'idempotency-key': 'c2' } })
  const changed = await change('Changed')
  await client.patch(path, { subject: 'Changed again' })
  assert.deepEqual((await change('Changed')).body, changed.body)
  assert.equal((await client.get(path)).body.subject, 'Changed again')
})

test('conversations are filtered, ordered and paged by keyset', async (t) => {
  let now = Date.UTC(2026, 0, 2) * 1000
  // Some of them in one minute, some in another: the index knows minutes.
  const server = await startServer(t, { now: () => (now += 7_000_000) })
  const { home } = server
  const client = parleyClient(server, home.secrets.ann)
  const made: number[] = []
  for (let index = 0; index < 6; index++) {
    const label = index % 2 === 0 ? ['even%'] : ['odd']
    const body = {
      subject: `c${index}`,
      labels: label,
      status: index < 2 ? 'resolved' : 'open',
      assigneeId: index === 5 ? home.eve.id : null,
      kind: 'k',
    }
    made.push((await client.post('/conversations', body)).body.id)
  }
  const at = (...indexes: number[]) => indexes.map((index) => made[index])
  const list = async (query: string) => idsOf(await client.get(`/conversations?kind=k&${query}`))
  assert.deepEqual(await list(''), at(5, 4, 3, 2, 1, 0))
  assert.deepEqual(await list('sort=number&order=asc'), at(0, 1, 2, 3, 4, 5))
  assert.deepEqual(await list('status=resolved'), at(1, 0))
  assert.deepEqual((await list('status=resolved&status=open')).length, 6)
  assert.deepEqual(await list('label=even%25'), at(4, 2, 0))
  assert.deepEqual(await list('label=even'), [])
  assert.deepEqual(await list(`assignee=${home.eve.id}`), at(5))
  assert.deepEqual(await list('assignee=any'), at(5))
  assert.deepEqual(await list('assignee=none&limit=2'), at(4, 3))
  assert.deepEqual(
    idsOf(await client.get(`/conversations?contactId=${home.jane.id}`)).sort(),
    [home.conversation.id, home.ticket.id].sort(),
  )
  assert.deepEqual(idsOf(await client.get(`/conversations?participantId=${home.bob.id}&status=open`)).length, 2)
  assert.deepEqual(idsOf(await client.get(`/conversations?applicationId=${server.application.id}`)), [home.conversation.id])

  for (const sort of ['lastActivityAt', 'createdAt', 'updatedAt', 'number']) {
    for (const order of ['asc', 'desc']) {
      const seen: number[] = []
      let cursor: string | null = ''
      for (let page = 0; cursor !== null && page < 10; page++) {
        const answer = await client.get(`/conversations?kind=k&limit=4&sort=${sort}&order=${order}${cursor ? `&cursor=${cursor}` : ''}`)
        seen.push(...idsOf(answer))
        cursor = answer.body.nextCursor
        // Whatever moves between two pages, nothing else is skipped or repeated.
        if (page === 0) await client.post(`/conversations/${home.ticket.id}/messages`, { text: 'elsewhere' })
      }
      assert.deepEqual(seen, order === 'asc' ? made : made.toReversed(), `${sort} ${order}`)
    }
  }
  const { nextCursor } = (await client.get('/conversations?limit=1')).body
  for (const bad of [`cursor=${nextCursor}&order=asc`, 'cursor=x', 'cursor=']) {
    assert.equal((await client.get(`/conversations?${bad}`)).body.error.code, 'cursor_invalid', bad)
  }
  for (const bad of ['status=shut', 'assignee=you', 'include=all', 'limit=201', 'label=', 'kind=%00', 'cursor=%00', 'contactId=1e300']) {
    assert.equal((await client.get(`/conversations?${bad}`)).status, 400, bad)
  }
})

test('contacts, applications and drivers list and open their own conversations only, without the team’s fields', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const admin = parleyClient(server, home.secrets.ann)
  const tokenFor = async (kind: string, id: number) =>
    parleyClient(server, (await admin.post('/tokens', { author: { kind, id } })).body.secret)
  const driver = (await admin.post('/members', { name: 'Dan', role: 'driver' })).body
  const other = (await admin.post('/conversations', { subject: 'Other', participants: [{ authorId: driver.id }] })).body
  const readers = [
    { client: parleyClient(server, home.secrets.jane), own: [home.conversation.id, home.ticket.id] },
    { client: await tokenFor('application', server.application.id), own: [home.conversation.id] },
    { client: await tokenFor('member', driver.id), own: [other.id] },
  ]
  const all = [home.conversation.id, home.ticket.id, other.id]
  for (const { client, own } of readers) {
    const list = await client.get('/conversations?sort=number&order=asc')
    assert.deepEqual(idsOf(list), own)
    for (const one of list.body.conversations) {
      for (const field of ['labels', 'attributes', 'additional', 'assigneeId', 'priority', 'lastActivityAt'])
        assert.ok(!(field in one), field)
    }
    for (const id of all) {
      const status = own.includes(id) ? 200 : 404
      for (const path of ['', '/messages', '/participants']) assert.equal((await client.get(`/conversations/${id}${path}`)).status, status)
    }
    assert.deepEqual(idsOf(await client.get('/conversations?label=x')), [])
    assert.equal((await client.post('/conversations', {})).status, 403)
    assert.equal((await client.patch(`/conversations/${own[0]}`, { subject: 'x' })).status, 403)
  }
  await admin.delete(`/conversations/${other.id}/participants/${driver.id}`)
  const former = readers[2]?.client
  assert.deepEqual(idsOf((await former?.get('/conversations')) ?? { body: { conversations: [{ id: -1 }] } }), [])
})
