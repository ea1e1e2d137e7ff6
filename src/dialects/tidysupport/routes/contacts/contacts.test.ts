import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal, startTidy } from '../../test-client.ts'

const T0 = Date.parse('2026-02-03T04:05:06Z') * 1000

test('contacts are listed with their latest conversations, the newest contact first', async (t) => {
  let now = T0
  const { home, call, inbox, ids, say, conversationId } = await startTidy(t, { now: () => now })
  now += 60e6
  await say({ text: 'First' })
  await say({ text: 'Second' })
  await say({ by: home.ann, direction: 'outbound', private: true, text: 'a secret note' })
  const { body: made } = await call('POST', `${inbox}/contacts`, { body: { email: 'quiet@example.com', name: 'Quiet' } })
  const head = { id: ids.toPrefixed('contact', home.jane.id), email: home.jane.email, name: 'Jane Doe', avatarUrl: null }
  const last = { lastMessageAt: '2026-02-03T04:06:06Z', lastMessagePreview: 'Second' }
  const list = await call('GET', `${inbox}/customers`)
  assert.equal(list.status, 200)
  assert.deepEqual(list.body, {
    customers: {
      items: [
        {
          contact: {
            id: made.contact.id,
            email: 'quiet@example.com',
            name: 'Quiet',
            avatarUrl: null,
            lastMessageAt: null,
            lastMessagePreview: null,
          },
          latestThread: null,
          threadCount: 0,
        },
        {
          contact: { ...head, ...last },
          latestThread: { id: conversationId, status: 'OPEN', source: 'API', ...last, unreadCount: 2 },
          threadCount: 2,
        },
      ],
      hasMore: false,
    },
  })
  const one = await call('GET', `${inbox}/contacts/${head.id}`)
  assert.equal(one.status, 200)
  assert.deepEqual(one.body, {
    contact: { ...head, phone: null, status: 'ACTIVE', source: 'EMAIL', ...last, createdAt: '2026-02-03T04:05:06Z' },
  })
})

test('contacts come in pages', async (t) => {
  const { call, inbox, ids, away } = await startTidy(t)
  for (const name of ['a', 'b']) await call('POST', `${inbox}/contacts`, { body: { email: `${name}@example.com`, name } })
  const page = async (query: string) => (await call('GET', `${inbox}/customers?${query}`)).body.customers
  const first = await page('limit=2')
  assert.deepEqual([first.items.map((one: { contact: { name: string } }) => one.contact.name), first.hasMore], [['b', 'a'], true])
  const second = await page(`limit=2&cursor=${first.items[1].contact.id}`)
  assert.deepEqual([second.items.map((one: { contact: { name: string } }) => one.contact.name), second.hasMore], [['Jane Doe'], false])
  for (const query of ['limit=0', 'limit=x', 'cursor=ctc_none', `cursor=${ids.toPrefixed('contact', away.jane.id)}`]) {
    assert.equal((await call('GET', `${inbox}/customers?${query}`)).status, 400, query)
  }
})

test('a contact with a known address is returned as it is, not duplicated', async (t) => {
  const { home, call, inbox, ids, count } = await startTidy(t)
  const made = await call('POST', `${inbox}/contacts`, { body: { email: 'New@Example.com', name: 'New', phone: '+49 30 1234' } })
  assert.equal(made.status, 200)
  assert.deepEqual(made.body.contact, {
    id: made.body.contact.id,
    email: 'New@Example.com',
    name: 'New',
    avatarUrl: null,
    phone: '+49 30 1234',
    status: 'ACTIVE',
    source: 'EMAIL',
    lastMessageAt: null,
    lastMessagePreview: null,
    createdAt: made.body.contact.createdAt,
  })
  const before = await count('events')
  const again = await call('POST', `${inbox}/contacts`, { body: { email: ' new@example.COM ', name: 'Other' } })
  assert.deepEqual(again.body, made.body)
  const jane = await call('POST', `${inbox}/contacts`, { body: { email: home.jane.email } })
  assert.equal(jane.body.contact.id, ids.toPrefixed('contact', home.jane.id))
  assert.equal(await count('events'), before)
  const taken = await call('POST', `${inbox}/contacts`, { body: { email: 'third@example.com', phone: '+49 30 1234' } })
  assert.deepEqual(taken.body, refusal(409, 'Conflict', 'A contact with this phone number already exists.'))
  for (const body of [{}, { email: 'x' }, { email: 1 }, { email: 'a@b.c', phone: 1 }, { email: 'a@b.c', name: 'x'.repeat(256) }]) {
    assert.equal((await call('POST', `${inbox}/contacts`, { body })).status, 400, JSON.stringify(body))
  }
  const keyed = (name: string) =>
    call('POST', `${inbox}/contacts`, { body: { email: 'k@b.c', name }, headers: { 'idempotency-key': 'contact' } })
  const [first, twin] = await Promise.all([keyed('K'), keyed('K')])
  assert.deepEqual(twin.body, first.body)
  assert.equal((await keyed('L')).status, 422)
})

test('an unknown contact is not found', async (t) => {
  const { call, inbox, ids, away, home } = await startTidy(t)
  const unknown = [
    'ctc_none',
    ids.toPrefixed('contact', 999_999),
    ids.toPrefixed('contact', away.jane.id),
    ids.toPrefixed('contact', home.ann.id),
  ]
  for (const id of unknown) {
    const answer = await call('GET', `${inbox}/contacts/${id}`)
    assert.equal(answer.status, 404)
    assert.deepEqual(answer.body, refusal(404, 'Not Found', 'Contact not found.'))
  }
})
