import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CallAnswer, startServer, type TestServer } from '../../../test/harness.ts'
import type { Place } from '../../../test/world.ts'
import { deskOf, snapshot } from './desk-test.ts'
import { addMember, PROFILES } from './family-test.ts'

type Operation = {
  method: string
  path: string
  body?: (place: Place) => Record<string, unknown>
  /** Another body of the same call, which is good as well. */
  other?: (place: Place) => Record<string, unknown>
  administrators?: true
  bots?: true
  /** Ids of other places in the body are refused too. */
  namesIds?: true
}

const contact = (place: Place) => ({ inbox_id: place.channel.id, name: 'Kim', email: 'kim@customers.example', source_id: 'kim' })

const READS: Operation[] = [
  { method: 'GET', path: '/inboxes' },
  { method: 'GET', path: '/inboxes/{inbox}' },
  { method: 'GET', path: '/agents' },
  { method: 'GET', path: '/contacts' },
  { method: 'GET', path: '/contacts/search?q=jane' },
  { method: 'GET', path: '/contacts/{contact}' },
  { method: 'GET', path: '/contacts/{contact}/conversations' },
  { method: 'GET', path: '/contacts/{contact}/contactable_inboxes' },
  { method: 'GET', path: '/contacts/{contact}/labels' },
  { method: 'GET', path: '/conversations' },
  { method: 'GET', path: '/conversations/meta' },
  { method: 'GET', path: '/conversations/{conversation}' },
  { method: 'GET', path: '/conversations/{conversation}/labels' },
]

const WRITES: Operation[] = [
  {
    method: 'POST',
    path: '/inboxes',
    body: () => ({ name: 'Shop', channel: { type: 'api' } }),
    other: () => ({ name: 'Second', channel: { type: 'api' } }),
    administrators: true,
  },
  { method: 'PATCH', path: '/inboxes/{inbox}', body: () => ({ name: 'A' }), other: () => ({ name: 'B' }), administrators: true },
  {
    method: 'POST',
    path: '/agents',
    body: () => ({ name: 'Kay', email: 'kay@home.example', role: 'agent' }),
    other: () => ({ name: 'Lee', email: 'lee@home.example', role: 'agent' }),
    administrators: true,
  },
  { method: 'PATCH', path: '/agents/{agent}', body: () => ({ role: 'agent' }), other: () => ({ name: 'B' }), administrators: true },
  { method: 'POST', path: '/contacts', body: contact, other: (place) => ({ ...contact(place), name: 'Lee' }), namesIds: true },
  { method: 'PATCH', path: '/contacts/{contact}', body: () => ({ name: 'A' }), other: () => ({ name: 'B' }) },
  {
    method: 'POST',
    path: '/contacts/{contact}/contact_inboxes',
    body: (place) => ({ inbox_id: place.channel.id, source_id: 's1' }),
    other: (place) => ({ inbox_id: place.channel.id, source_id: 's2' }),
    namesIds: true,
  },
  { method: 'POST', path: '/contacts/{contact}/labels', body: () => ({ labels: ['vip'] }), other: () => ({ labels: ['new'] }) },
  {
    method: 'POST',
    path: '/actions/contact_merge',
    body: (place) => ({ base_contact_id: place.jane.id, mergee_contact_id: place.jane.id }),
    other: (place) => ({ base_contact_id: place.jane.id, mergee_contact_id: String(place.jane.id) }),
    namesIds: true,
  },
  {
    method: 'POST',
    path: '/conversations',
    body: (place) => ({ inbox_id: place.channel.id, contact_id: place.jane.id, message: { content: 'Hello' } }),
    other: (place) => ({ inbox_id: place.channel.id, contact_id: place.jane.id }),
    bots: true,
    namesIds: true,
  },
  {
    method: 'PATCH',
    path: '/conversations/{conversation}',
    body: () => ({ priority: 'low' }),
    other: () => ({ priority: 'high' }),
    bots: true,
  },
  {
    method: 'POST',
    path: '/conversations/{conversation}/toggle_status',
    body: () => ({ status: 'resolved' }),
    other: () => ({ status: 'open' }),
    bots: true,
  },
  {
    method: 'POST',
    path: '/conversations/{conversation}/toggle_priority',
    body: () => ({ priority: 'urgent' }),
    other: () => ({ priority: 'low' }),
    bots: true,
  },
  {
    method: 'POST',
    path: '/conversations/{conversation}/toggle_typing_status',
    body: () => ({ typing_status: 'on' }),
    other: () => ({ typing_status: 'off' }),
  },
  {
    method: 'POST',
    path: '/conversations/{conversation}/assignments',
    body: (place) => ({ assignee_id: place.bob.id }),
    other: (place) => ({ assignee_id: place.ann.id }),
    bots: true,
    namesIds: true,
  },
  {
    method: 'POST',
    path: '/conversations/{conversation}/labels',
    body: () => ({ labels: ['vip'] }),
    other: () => ({ labels: ['new'] }),
  },
  {
    method: 'POST',
    path: '/conversations/{conversation}/custom_attributes',
    body: () => ({ custom_attributes: { order: 1 } }),
    other: () => ({ custom_attributes: { order: 2 } }),
    bots: true,
  },
  { method: 'POST', path: '/conversations/{conversation}/update_last_seen', body: () => ({}), other: () => ({ again: true }) },
  { method: 'DELETE', path: '/contacts/{contact}' },
]
const OPERATIONS = [...READS, ...WRITES]

function fill(path: string, place: Place): string {
  return path
    .replace('{inbox}', String(place.channel.id))
    .replace('{agent}', String(place.bob.id))
    .replace('{contact}', String(place.jane.id))
    .replace('{conversation}', String(place.conversation.number))
}

/** Makes away's conversation numbers unknown at home. */
async function moveNumbers(server: TestServer): Promise<Place> {
  const { away, core } = server
  await core.store.tx(async (tx) => {
    await tx.run('update conversations set number = number + 1000 where account_id = $1', [away.account.id])
    await tx.run('update account_counters set conversation_number = 2000 where account_id = $1', [away.account.id])
  })
  return { ...away, conversation: { ...away.conversation, number: away.conversation.number + 1000 } }
}

function isUnknown(answer: CallAnswer): boolean {
  return answer.status === 404 && answer.body.error === 'Resource could not be found'
}

for (const profile of PROFILES) {
  test(`${profile.name}: every call is closed without a token, with a wrong one, and with another account's`, async (t) => {
    const server = await startServer(t)
    const desk = deskOf(server, profile)
    const before = await snapshot(server)
    for (const { method, path, body } of OPERATIONS) {
      const where = fill(path, server.home)
      for (const [token, status] of [
        [undefined, 401],
        ['wrong', 401],
        [server.away.tokens[profile.name], profile.name === 'ndoto' ? 403 : 401],
      ] as const) {
        const answer = await desk.call(method, where, body?.(server.home), { token })
        assert.equal(answer.status, status, `${method} ${where} ${answer.text}`)
      }
    }
    assert.equal(await snapshot(server), before)
  })

  test(`${profile.name}: another account's ids do not exist, in paths and in bodies, both ways`, async (t) => {
    const server = await startServer(t)
    const away = await moveNumbers(server)
    const before = await snapshot(server)
    for (const [here, there] of [
      [server.home, away],
      [away, server.home],
    ] as const) {
      const desk = deskOf(server, profile, here)
      for (const { method, path, body, namesIds } of OPERATIONS) {
        if (path.includes('{')) {
          const answer = await desk.call(method, fill(path, there), body?.(here))
          assert.ok(isUnknown(answer), `${method} ${path} ${answer.text}`)
        }
        if (namesIds) {
          const answer = await desk.call(method, fill(path, here), body?.(there))
          assert.ok(isUnknown(answer), `${method} ${path} ${answer.text}`)
        }
      }
    }
    assert.equal(await snapshot(server), before)
  })

  test(`${profile.name}: a write repeated with its Idempotency-Key happens once and is answered alike, twins at once as well`, async (t) => {
    const server = await startServer(t)
    const desk = deskOf(server, profile)
    for (const [index, { method, path, body, other }] of WRITES.entries()) {
      const where = fill(path, server.home)
      const send = (key: string, said = body) => desk.call(method, where, said?.(server.home), { headers: { 'idempotency-key': key } })
      const [first, twin] = await Promise.all([send(`k${index}`), send(`k${index}`)])
      assert.equal(first.status, 200, `${method} ${path} ${first.text}`)
      assert.equal(twin.text, first.text)
      const after = await snapshot(server)
      const again = await send(`k${index}`)
      assert.deepEqual([again.status, again.text], [200, first.text], `${method} ${path}`)
      if (other) assert.equal((await send(`k${index}`, other)).status, 422)
      assert.equal(await snapshot(server), after, `${method} ${path}`)
    }
    await server.restart()
    const last = WRITES.length - 1
    const gone = await desk.call('DELETE', fill('/contacts/{contact}', server.home), undefined, {
      headers: { 'idempotency-key': `k${last}` },
    })
    assert.equal(gone.status, 200)
  })

  test(`${profile.name}: what cannot be read is refused, and nothing is written`, async (t) => {
    const server = await startServer(t)
    const desk = deskOf(server, profile)
    const before = await snapshot(server)
    const json = { 'content-type': 'application/json' }
    for (const { method, path, body } of WRITES) {
      if (!body) continue
      const where = fill(path, server.home)
      const malformed = await desk.call(method, where, undefined, { raw: '{"name": ', headers: json })
      assert.equal(malformed.status, 400, `${method} ${path} ${malformed.text}`)
      const xml = await desk.call(method, where, undefined, { raw: '<a/>', headers: { 'content-type': 'application/xml' } })
      assert.equal(xml.status, 415, `${method} ${path} ${xml.text}`)
      const large = await desk.call(method, where, { name: 'x'.repeat(1_100_000) })
      assert.equal(large.status, 413, `${method} ${path} ${large.text}`)
      if (path.endsWith('update_last_seen')) continue // has nothing to say, so it takes any body
      const list = await desk.call(method, where, [])
      assert.equal(list.status, 422, `${method} ${path} ${list.text}`)
      for (const field of Object.keys(body(server.home))) {
        const answer = await desk.call(method, where, { ...body(server.home), [field]: [{}] })
        assert.equal(answer.status, 422, `${method} ${path} ${field} ${answer.text}`)
        assert.match(JSON.stringify(answer.body), new RegExp(field), `${method} ${path} ${answer.text}`)
      }
    }
    assert.equal(await snapshot(server), before)
  })

  test(`${profile.name}: inboxes and agents are changed by administrators only`, async (t) => {
    const server = await startServer(t)
    const desk = deskOf(server, profile)
    const { secret } = await addMember(server, 'Agent', 'agent')
    const before = await snapshot(server)
    for (const { method, path, body, administrators } of WRITES) {
      if (!administrators) continue
      const answer = await desk.call(method, fill(path, server.home), body?.(server.home), { token: secret })
      assert.equal(answer.status, profile.name === 'ndoto' ? 403 : 401)
      assert.deepEqual(answer.body, { error: 'You are not authorized to do this action' })
    }
    assert.equal(await snapshot(server), before)
  })

  test(`${profile.name}: bots may do what the vendor lets them`, async (t) => {
    const server = await startServer(t)
    const desk = deskOf(server, profile)
    const { secret } = await addMember(server, 'Robot', 'bot')
    for (const { method, path, body, bots, administrators } of OPERATIONS) {
      const answer = await desk.call(method, fill(path, server.home), body?.(server.home), { token: secret })
      const isOpen = profile.limitsBots ? bots === true : administrators !== true
      assert.equal(answer.status === 200, isOpen, `${method} ${path} ${answer.text}`)
    }
  })
}
