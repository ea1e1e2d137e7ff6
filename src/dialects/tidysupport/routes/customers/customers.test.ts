import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { updateContact } from '../../../../core/contacts/update-contact.ts'
import { refusal, startTidy } from '../../test-client.ts'

const CUSTOMERS = '/tidysupport/v1/customers'
const T0 = Date.parse('2026-02-03T04:05:06Z') * 1000

test('a customer is entered under an external id and found by it, by id and in the list', async (t) => {
  const { server, home, call, ids } = await startTidy(t, { now: () => T0 })
  const metadata = { plan: 'pro', seats: 5, nested: { a: [1, null] } }
  const made = await call('POST', CUSTOMERS, { body: { externalId: 'user-1', email: 'u1@example.com', name: 'User One', metadata } })
  assert.equal(made.status, 200)
  const customer = {
    id: made.body.id,
    workspaceId: ids.toPrefixed('account', home.account.id),
    externalId: 'user-1',
    email: 'u1@example.com',
    name: 'User One',
    status: 'ACTIVE',
    metadata,
    createdAt: '2026-02-03T04:05:06Z',
    updatedAt: null,
  }
  assert.deepEqual(made.body, customer)
  assert.deepEqual((await call('GET', `${CUSTOMERS}/${customer.id}`)).body, customer)
  assert.deepEqual((await call('GET', `${CUSTOMERS}/lookup?externalId=user-1`)).body, customer)
  const list = await call('GET', CUSTOMERS)
  assert.equal(list.status, 200)
  assert.deepEqual(list.body.items[0], customer)
  assert.deepEqual([list.body.items.length, list.body.cursor, list.body.hasMore], [2, null, false])
  const page = await call('GET', `${CUSTOMERS}?limit=1`)
  assert.deepEqual(page.body, { items: [customer], cursor: customer.id, hasMore: true })
  const next = await call('GET', `${CUSTOMERS}?limit=1&cursor=${page.body.cursor}`)
  assert.deepEqual([next.body.items[0].id, next.body.cursor], [ids.toPrefixed('contact', home.jane.id), null])
  const id = ids.fromPrefixed('contact', customer.id) as number
  await server.core.store.tx((tx) => updateContact(systemCtx(server.core, home.account.id), tx, id, { blocked: true }))
  const blocked = await call('GET', `${CUSTOMERS}?status=BLOCKED`)
  assert.deepEqual(
    blocked.body.items.map((one: { id: string }) => one.id),
    [customer.id],
  )
  assert.equal((await call('GET', `${CUSTOMERS}?status=ACTIVE`)).body.items.length, 1)
  for (const query of ['status=active', 'limit=0', 'cursor=ctc_none']) {
    assert.equal((await call('GET', `${CUSTOMERS}?${query}`)).status, 400, query)
  }
})

test('somebody who wrote before is given the external id instead of a second record', async (t) => {
  const { home, call, ids, count } = await startTidy(t)
  const body = { externalId: 'jane', email: home.jane.email, name: 'J.', metadata: { plan: 'pro' } }
  const made = await call('POST', CUSTOMERS, { body })
  assert.equal(made.status, 200)
  const { id, externalId, name, metadata, updatedAt } = made.body
  assert.deepEqual([id, externalId, name, metadata], [ids.toPrefixed('contact', home.jane.id), 'jane', 'Jane Doe', { plan: 'pro' }])
  assert.notEqual(updatedAt, null)
  assert.equal(await count('contacts'), 2)
  const other = await call('POST', CUSTOMERS, { body: { ...body, externalId: 'jane-2' } })
  assert.deepEqual(other.body, refusal(409, 'Conflict', 'A contact with this e-mail address already exists.'))
  for (const again of [body, { externalId: 'jane' }, { externalId: 'jane', email: 'other@example.com' }]) {
    const answer = await call('POST', CUSTOMERS, { body: again })
    assert.equal(answer.status, 409)
    assert.deepEqual(answer.body, refusal(409, 'Conflict', 'A customer with this externalId already exists.'))
  }
})

test('a customer of the wrong form is refused, and a repeated key gives the first answer', async (t) => {
  const { call, count } = await startTidy(t)
  const before = await count('events')
  const bad = [
    {},
    { externalId: '' },
    { externalId: '  ' },
    { externalId: 5 },
    { externalId: 'x'.repeat(256) },
    { externalId: 'a', email: 'nobody' },
    { externalId: 'a', metadata: [] },
    { externalId: 'a', metadata: 'x' },
    { externalId: 'a', metadata: { text: 'x'.repeat(65_536) } },
  ]
  for (const body of bad) assert.equal((await call('POST', CUSTOMERS, { body })).status, 400, JSON.stringify(body).slice(0, 80))
  assert.equal(await count('events'), before)
  const keyed = (externalId: string) => call('POST', CUSTOMERS, { body: { externalId }, headers: { 'idempotency-key': 'c' } })
  const [first, twin] = await Promise.all([keyed('a'), keyed('a')])
  assert.equal(first.status, 200)
  assert.deepEqual(twin.body, first.body)
  assert.equal((await keyed('b')).status, 422)
  assert.equal(await count('events'), before + 1)
})

test('an unknown customer is not found', async (t) => {
  const { call, ids, away } = await startTidy(t)
  for (const path of ['/ctc_none', `/${ids.toPrefixed('contact', away.jane.id)}`, '/lookup?externalId=nobody']) {
    const answer = await call('GET', CUSTOMERS + path)
    assert.equal(answer.status, 404)
    assert.deepEqual(answer.body, refusal(404, 'Not Found', 'Customer not found.'))
  }
  assert.equal((await call('GET', `${CUSTOMERS}/lookup`)).status, 400)
})
