import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { type ContactInput, createContact } from '../../../../core/contacts/create-contact.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot, sourceIdOf } from '../../desk-test.ts'
import { PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

type Shown = { id: number; name: string }
const names = (contacts: Shown[]) => contacts.map((one) => one.name)

/** Makes contacts at home and deletes Jane, so that they are all there are. */
async function fill(server: TestServer, people: readonly ContactInput[]): Promise<void> {
  const ctx = systemCtx(server.core, server.home.account.id)
  await deskOf(server, CHATWOOT).ok('DELETE', `/contacts/${server.home.jane.id}`)
  for (const input of people) await server.core.store.tx((tx) => createContact(ctx, tx, input))
}

test('contacts are sorted by every word there is, both ways, in any case, and those without come last', async (t) => {
  const server = await startServer(t)
  const from = (company_name: string, city: string, country: string) => ({ company_name, city, country })
  await fill(server, [
    { name: 'bea', email: 'B@x.example', phone: '+492', identifier: '1', additional: from('Zoo', 'Ulm', 'Austria') },
    { name: 'Ada', email: 'c@x.example', phone: '+493', identifier: '2', additional: from('ärzte', 'Bonn', 'Belgium') },
    { name: 'Cid', email: 'a@x.example', phone: '+491', identifier: '3', additional: from('Acme', 'Celle', 'Chile') },
    { name: 'Dan', identifier: '4' },
  ])
  const sorted = async (sort: string) => names((await deskOf(server, CHATWOOT).ok('GET', `/contacts?sort=${sort}`)).payload).join(' ')
  for (const [sort, up, down] of [
    ['name', 'Ada bea Cid Dan', 'Dan Cid bea Ada'],
    ['email', 'Cid bea Ada Dan', 'Ada bea Cid Dan'],
    ['phone_number', 'Cid bea Ada Dan', 'Ada bea Cid Dan'],
    ['created_at', 'bea Ada Cid Dan', 'Dan Cid Ada bea'],
    ['company', 'Cid bea Ada Dan', 'Ada bea Cid Dan'],
    ['city', 'Ada Cid bea Dan', 'bea Cid Ada Dan'],
    ['country', 'bea Ada Cid Dan', 'Cid Ada bea Dan'],
  ] as const) {
    assert.equal(await sorted(sort), up, sort)
    assert.equal(await sorted(`-${sort}`), down, `-${sort}`)
  }
})

test('by their last activity the contacts who wrote last come first, and those who never wrote last', async (t) => {
  let now = 1_712_001_000_000_000
  const server = await startServer(t, { now: () => now })
  const { ok } = deskOf(server, CHATWOOT)
  const inbox_id = server.home.channel.id
  for (const name of ['Ada', 'Bea', 'Cid']) await ok('POST', '/contacts', { name, identifier: name, inbox_id })
  for (const name of ['Bea', 'Ada']) {
    now += 1_000_000
    const [contact] = (await ok('GET', `/contacts/search?q=${name}`)).payload
    const { id } = await ok('POST', '/conversations', { inbox_id, contact_id: contact.id })
    await ok('POST', `/conversations/${id}/messages`, { content: 'Hi', message_type: 'incoming' })
  }
  for (const profile of PROFILES) {
    const { payload } = await deskOf(server, profile).ok('GET', '/contacts?sort=-last_activity_at')
    assert.deepEqual(names(payload).slice(0, 2), ['Ada', 'Bea'])
    assert.deepEqual(names((await deskOf(server, profile).ok('GET', '/contacts?sort=last_activity_at')).payload).slice(0, 2), [
      'Bea',
      'Ada',
    ])
  }
})

test('a page may begin among those who have what is sorted by and end among those who have not', async (t) => {
  const server = await startServer(t)
  const people = Array.from({ length: 40 }, (_, i) => ({
    name: `P${i + 10}`,
    identifier: `${i}`,
    ...(i < 20 && { email: `p${i + 10}@x.example` }),
  }))
  await fill(server, people)
  const all: string[] = []
  for (const page of [1, 2, 3, 4]) all.push(...names((await deskOf(server, NDOTO).ok('GET', `/contacts?sort=email&page=${page}`)).payload))
  assert.deepEqual(
    all,
    people.map((one) => one.name),
  )
})

test('a search looks for parts of name, e-mail, phone and company in any case, and for parts of the identifier as written', async (t) => {
  const server = await startServer(t)
  await fill(server, [
    {
      name: 'Łukasz ÖZIL',
      email: 'Lukas@Shop.example',
      phone: '+4915112345',
      identifier: 'CRM-7',
      additional: { company_name: 'Müller KG' },
    },
    { name: '100% (sure)_', identifier: 'crm-8' },
  ])
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const found = async (q: string) => names((await ok('GET', `/contacts/search?q=${encodeURIComponent(q)}`)).payload)
    for (const q of ['łukasz özil', 'ÖZ', 'lukas@SHOP', '5112', 'mÜLLER', 'CRM-7', 'RM-7'])
      assert.deepEqual(await found(q), ['Łukasz ÖZIL'], q)
    assert.deepEqual(await found('crm'), ['100% (sure)_'])
    assert.deepEqual(await found('crm-7'), [])
    for (const q of ['0% (', '_', '%']) assert.deepEqual(await found(q), ['100% (sure)_'], q)
    assert.deepEqual(await found('nobody'), [])
    assert.deepEqual((await ok('GET', '/contacts/search?q=u&sort=-name')).meta, { count: 2, current_page: 1 })
  }
})

test('what was changed is found as it is now', async (t) => {
  const server = await startServer(t)
  const { ok } = deskOf(server, CHATWOOT)
  await ok('PATCH', `/contacts/${server.home.jane.id}`, { name: 'Renamed', additional_attributes: { company_name: 'Tiny Inc' } })
  assert.equal((await ok('GET', '/contacts/search?q=doe')).meta.count, 0)
  assert.equal((await ok('GET', '/contacts/search?q=tiny')).meta.count, 1)
})

test('current_page is a text when sent as one to Chatwoot, and a number in the others', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    for (const path of ['/contacts', '/contacts/search?q=jane']) {
      const { ok } = deskOf(server, profile)
      assert.equal((await ok('GET', path)).meta.current_page, 1)
      const paged = await ok('GET', `${path}${path.includes('?') ? '&' : '?'}page=2`)
      assert.equal(paged.meta.current_page, profile === CHATWOOT ? '2' : 2)
      assert.deepEqual(paged.payload, [])
    }
  }
})

test('labels take the place of those there were, show in every dialect, and narrow the list', async (t) => {
  const server = await startServer(t)
  const { jane, channel } = server.home
  for (const by of PROFILES) {
    const { ok, call } = deskOf(server, by)
    const path = `/contacts/${jane.id}/labels`
    assert.deepEqual(await ok('POST', path, { labels: ['vip', by.name, 'vip'] }), { payload: ['vip', by.name] })
    for (const profile of PROFILES) assert.deepEqual(await deskOf(server, profile).ok('GET', path), { payload: ['vip', by.name] })
    const defined = (await ok('GET', '/labels')).payload.map((one: { title: string }) => one.title)
    assert.deepEqual(
      defined,
      by.name === '99digital' ? ['99digital', 'vip'] : [],
      'where labels are defined on the fly, a contact’s are, too',
    )
    await ok('POST', '/contacts', { name: 'Unlabelled', identifier: by.name, inbox_id: channel.id })
    for (const query of [`labels[]=${by.name}`, `labels=${by.name}`, `labels[]=nobody&labels[]=vip`]) {
      const list = await ok('GET', `/contacts?${query}`)
      assert.deepEqual([names(list.payload), list.meta.count], [['Jane Doe'], 1], query)
    }
    for (const query of ['labels[]=VIP', 'labels[]=vi', 'labels[]=%25'])
      assert.deepEqual((await ok('GET', `/contacts?${query}`)).payload, [], query)
    const before = await snapshot(server)
    for (const body of [{}, { labels: 7 }, { labels: [7] }, { labels: [''] }]) assert.equal((await call('POST', path, body)).status, 422)
    assert.equal(await snapshot(server), before)
  }
  const last = await server.core.store.one<{ data: string }>(
    "select data from events where type = 'contact.updated' order by position desc limit 1",
  )
  assert.deepEqual(JSON.parse(last?.data ?? ''), { fields: ['labels'] })
})

test('a contact is found by inbox and source id, bare; otherwise 404, in Chatwoot without a word', async (t) => {
  const server = await startServer(t)
  const { channel, jane } = server.home
  const source_id = await sourceIdOf(server)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const found = await ok('POST', '/contact_inboxes/filter', { inbox_id: channel.id, source_id })
    assert.deepEqual([found.id, found.contact_inboxes[0].source_id], [jane.id, source_id])
    assert.equal((await ok('POST', '/contact_inboxes/filter', { inbox_id: String(channel.id), source_id })).id, jane.id)
    for (const body of [
      { inbox_id: channel.id, source_id: 'nobody' },
      { inbox_id: 99_999, source_id },
      { inbox_id: server.away.channel.id, source_id },
    ]) {
      const missing = await call('POST', '/contact_inboxes/filter', body)
      assert.deepEqual([missing.status, missing.body], [404, profile === CHATWOOT ? '' : { error: 'Resource could not be found' }])
    }
    assert.equal((await call('POST', '/contact_inboxes/filter', { inbox_id: channel.id })).status, 422)
    assert.equal((await call('POST', '/contact_inboxes/filter', { inbox_id: channel.id, source_id }, { token: 'wrong' })).status, 401)
  }
})
