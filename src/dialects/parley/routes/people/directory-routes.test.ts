import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { parleyClient } from '../../../../../test/parley-client.ts'

const NOW = Date.UTC(2026, 0, 2) * 1000
const AT = '2026-01-02T00:00:00.000000Z'
const frozen = { now: () => NOW }

test('members are created, read, listed and changed', async (t) => {
  const server = await startServer(t, frozen)
  const client = parleyClient(server, server.home.secrets.ann)
  const made = await client.post('/members', { name: 'Zoe', email: ' Zoe@home.example '.trim(), role: 'dispatcher' })
  const whole = {
    id: made.body.id,
    name: 'Zoe',
    displayName: null,
    email: 'Zoe@home.example',
    role: 'dispatcher',
    avatarUrl: null,
    availability: 'offline',
    attributes: {},
    createdAt: AT,
    updatedAt: AT,
  }
  assert.deepEqual([made.status, made.body], [201, whole])
  assert.deepEqual((await client.get(`/members/${made.body.id}`)).body, whole)
  const names = (await client.get('/members')).body.members.map((one: { name: string }) => one.name)
  assert.deepEqual(names, ['Ann Home', 'Bob Home', 'Eve Home', 'Zoe'])
  const changes = { displayName: 'Z.', availability: 'online', avatarUrl: 'https://example.com/z.png', attributes: { shift: 'late' } }
  assert.deepEqual((await client.patch(`/members/${made.body.id}`, changes)).body, { ...whole, ...changes })
  const taken = await client.post('/members', { name: 'Other', email: 'zoe@HOME.example' })
  assert.deepEqual([taken.status, taken.body.error.code, taken.body.error.field], [409, 'member_email_taken', 'email'])
  for (const body of [
    {},
    { name: '' },
    { name: 'x', email: 'nobody' },
    { name: 'x', role: 'king' },
    { name: 'x', avatarUrl: 'javascript:1' },
  ]) {
    assert.equal((await client.post('/members', body)).status, 422, JSON.stringify(body))
  }
  const unknown = await client.patch('/members/999999', { name: 'x' })
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'member_not_found'])
})

test('contacts are created, found, changed and erased', async (t) => {
  const server = await startServer(t, frozen)
  const { home } = server
  const client = parleyClient(server, home.secrets.bob)
  const given = { name: 'José Ñandú', email: 'jose@example.com', phone: '+34600000000', identifier: 'crm-1', attributes: { vip: true } }
  const made = await client.post('/contacts', given)
  const whole = {
    id: made.body.id,
    ...given,
    avatarUrl: null,
    blocked: false,
    additional: {},
    labels: [],
    createdAt: AT,
    updatedAt: AT,
    lastActivityAt: null,
  }
  assert.deepEqual([made.status, made.body], [201, whole])
  const path = `/contacts/${made.body.id}`
  assert.deepEqual((await client.get(path)).body, whole)
  const merged = await client.patch(path, { attributes: { tier: 2 }, phone: null, labels: ['vip', 'vip'] })
  assert.deepEqual(merged.body, { ...whole, phone: null, attributes: { vip: true, tier: 2 }, labels: ['vip'] })
  for (const [field, value] of [
    ['email', 'JOSE@example.com'],
    ['identifier', 'crm-1'],
  ] as const) {
    const taken = await client.post('/contacts', { [field]: value })
    assert.deepEqual([taken.status, taken.body.error.code, taken.body.error.field], [409, `contact_${field}_taken`, field])
  }
  const find = async (query: string) => (await client.get(`/contacts?${query}`)).body.contacts.map((one: { id: number }) => one.id)
  assert.deepEqual(await find('search=CRM-1'), [made.body.id])
  assert.deepEqual(await find('search=jane'), [home.jane.id])
  assert.deepEqual(await find('search=%25'), [])
  const first = await client.get('/contacts?limit=1')
  assert.deepEqual([first.body.contacts[0].id, first.body.nextAfter], [home.jane.id, home.jane.id])
  const second = await client.get(`/contacts?limit=1&after=${first.body.nextAfter}`)
  assert.deepEqual([second.body.contacts[0].id, (await find(`limit=1&after=${second.body.nextAfter}`)).length], [made.body.id, 0])
  for (const query of ['search=', 'search=%00', 'limit=0', 'q=x']) assert.equal((await client.get(`/contacts?${query}`)).status, 400, query)

  const gone = await client.delete(path)
  assert.deepEqual([gone.status, gone.text], [204, ''])
  assert.equal((await client.get(path)).status, 404)
  assert.equal((await client.delete(path)).status, 404)
  assert.ok(!JSON.stringify(await server.core.store.all('select * from events')).includes('José'))
})

test('an erased contact’s token is worth nothing, and their messages stay without a name', async (t) => {
  const server = await startServer(t)
  const { conversation, jane, secrets } = server.home
  const [team, contact] = [parleyClient(server, secrets.ann), parleyClient(server, secrets.jane)]
  const { id } = (await contact.post(`/conversations/${conversation.id}/messages`, { text: 'Hi' })).body
  assert.equal((await team.delete(`/contacts/${jane.id}`)).status, 204)
  assert.equal((await contact.get('/whoami')).status, 401)
  const { body } = await team.get(`/conversations/${conversation.id}/messages/${id}`)
  assert.deepEqual([body.text, body.author], ['Hi', { kind: 'contact', id: jane.id, name: null }])
})

test('channels are created, listed, changed, and show their secret to administrators only', async (t) => {
  const server = await startServer(t, frozen)
  const { home } = server
  const [admin, agent] = [parleyClient(server, home.secrets.ann), parleyClient(server, home.secrets.bob)]
  const made = await admin.post('/channels', { name: 'Mail', kind: 'email', email: 'in@home.example' })
  assert.equal(made.status, 201)
  const { hmacToken, ...shown } = made.body
  assert.ok(hmacToken.length >= 24)
  assert.deepEqual(shown, {
    id: shown.id,
    name: 'Mail',
    kind: 'email',
    email: 'in@home.example',
    identifier: shown.identifier,
    hmacMandatory: false,
    webhookUrl: null,
    settings: {},
    createdAt: AT,
    updatedAt: AT,
  })
  assert.deepEqual((await agent.get(`/channels/${shown.id}`)).body, shown)
  assert.deepEqual((await admin.get(`/channels/${shown.id}`)).body, made.body)
  const list = (await agent.get('/channels')).body.channels.map((one: { id: number; hmacToken?: string }) => [one.id, one.hmacToken])
  assert.deepEqual(list, [
    [home.channel.id, undefined],
    [shown.id, undefined],
  ])
  const changes = { name: 'Post', hmacMandatory: true, webhookUrl: 'https://example.com/hook', settings: { greeting: 'Hi' } }
  assert.deepEqual((await admin.patch(`/channels/${shown.id}`, changes)).body, { ...made.body, ...changes })
  assert.equal((await admin.patch(`/channels/${shown.id}`, { kind: 'api' })).body.error.field, 'kind')
  assert.equal((await admin.post('/channels', { name: 'x', kind: 'fax' })).status, 422)
})

test('every keyed write of the directory happens once', async (t) => {
  const server = await startServer(t)
  const client = parleyClient(server, server.home.secrets.ann)
  const keyed = { headers: { 'idempotency-key': 'same' } }
  for (const [path, body, other] of [
    ['/members', { name: 'Once' }, { name: 'Twice' }],
    ['/contacts', { name: 'Once' }, { name: 'Twice' }],
    ['/channels', { name: 'Once' }, { name: 'Twice' }],
  ] as const) {
    const own = { headers: { 'idempotency-key': `create ${path}` } }
    const [first, twin] = await Promise.all([client.post(path, body, own), client.post(path, body, own)])
    assert.equal(first.status, 201)
    assert.deepEqual(twin.body, first.body)
    assert.equal((await client.post(path, other, own)).body.error.code, 'idempotency_key_reused')
    const one = `${path}/${first.body.id}`
    const change = () => client.patch(one, { name: 'Changed' }, { headers: { 'idempotency-key': `change ${path}` } })
    assert.deepEqual((await change()).body, (await change()).body)
    const [{ count }] = (await server.core.store.all<{ count: number }>(
      `select count(*) as count from ${path.slice(1)} where account_id = $1 and name in ('Once', 'Twice', 'Changed')`,
      [server.home.account.id],
    )) as [{ count: number }]
    assert.equal(count, 1, path)
  }
  const { body } = await client.post('/contacts', { name: 'Leaving' }, keyed)
  const leave = () => client.delete(`/contacts/${body.id}`, { headers: { 'idempotency-key': 'leave' } })
  assert.deepEqual([(await leave()).status, (await leave()).status], [204, 204])
})
