import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { createChannel } from '../../../../core/channels/create-channel.ts'
import { createContact } from '../../../../core/contacts/create-contact.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

const NOW = 1_767_323_045_123_456
const SECONDS = 1_767_323_045

test('a contact created with an inbox is answered whole, in each vendor’s fields', async (t) => {
  const server = await startServer(t, { now: () => NOW })
  const { channel } = server.home
  const said = {
    inbox_id: channel.id,
    source_id: 'kim-1',
    name: 'Kim',
    email: 'Kim@Customers.example',
    phone_number: '+4915112345',
    identifier: 'crm-7',
    avatar_url: 'https://pictures.example/kim.png',
    custom_attributes: { plan: 'gold' },
  }
  const common = {
    name: 'Kim',
    email: 'Kim@Customers.example',
    phone_number: '+4915112345',
    identifier: 'crm-7',
    blocked: false,
    thumbnail: 'https://pictures.example/kim.png',
    custom_attributes: { plan: 'gold' },
    created_at: SECONDS,
  }
  const brief = { id: channel.id, avatar_url: '', channel_id: channel.id, name: 'Website', channel_type: 'Channel::Api', provider: null }
  const plain = { id: channel.id, name: 'Website', channel_type: 'Channel::Api' }

  const chatwoot = (await deskOf(server, CHATWOOT).ok('POST', '/contacts', said)).payload
  const { id } = chatwoot.contact
  assert.deepEqual(chatwoot.contact, {
    ...common,
    id,
    availability_status: 'offline',
    additional_attributes: {},
    contact_inboxes: [{ source_id: 'kim-1', inbox: brief }],
  })
  assert.equal(chatwoot.contact_inbox.source_id, 'kim-1')
  assert.equal(chatwoot.contact_inbox.inbox.inbox_identifier, channel.identifier)
  assert.equal('hmac_token' in chatwoot.contact_inbox.inbox, false)

  const ndoto = deskOf(server, NDOTO)
  const inbox = { ...plain, avatar_url: '', webhook_url: null }
  assert.deepEqual((await ndoto.ok('GET', `/contacts/${id}`)).payload, {
    ...common,
    id,
    last_activity_at: null,
    contact_inboxes: [{ source_id: 'kim-1', inbox }],
  })

  const digital = await deskOf(server, DIGITAL99).ok('PATCH', `/contacts/${id}`, { name: 'Kim B', custom_attributes: { size: 4 } })
  const { contact_inboxes, ...contact } = digital.payload.contact
  assert.deepEqual(contact, {
    ...common,
    id,
    name: 'Kim B',
    custom_attributes: { plan: 'gold', size: 4 },
    availability_status: 'offline',
    additional_attributes: {},
    conversations_count: 0,
    last_activity_at: null,
  })
  assert.equal(contact_inboxes[0].inbox.web_widget_script, null)
  assert.deepEqual(digital.payload.contact_inbox, { inbox: plain, source_id: 'kim-1' })
})

test('without an inbox both parts of contact_inbox are null; 99digital needs one', async (t) => {
  const server = await startServer(t)
  for (const profile of [CHATWOOT, NDOTO]) {
    const { payload } = await deskOf(server, profile).ok('POST', '/contacts', { name: profile.title })
    assert.deepEqual(payload.contact_inbox, { inbox: null, source_id: null })
    assert.deepEqual(payload.contact.contact_inboxes, [])
  }
  const refused = await deskOf(server, DIGITAL99).call('POST', '/contacts', { name: 'Kim' })
  assert.deepEqual([refused.status, refused.body], [422, { error: 'inbox_id is required' }])
})

test('what another contact has, and what is no address or number, is refused in the vendor’s words', async (t) => {
  const server = await startServer(t)
  const { jane, channel } = server.home
  const before = await snapshot(server)
  for (const profile of PROFILES) {
    const { call } = deskOf(server, profile)
    for (const [field, value, words] of [
      ['email', jane.email?.toUpperCase(), 'Email has already been taken'],
      ['email', 'nobody', 'Email Invalid email'],
      ['phone_number', '12345', 'Phone number should be in e164 format'],
      ['phone_number', `+1${'2'.repeat(15)}`, 'Phone number should be in e164 format'],
      ['name', 'x'.repeat(256), 'Name is too long (maximum is 255 characters)'],
    ] as const) {
      const answer = await call('POST', '/contacts', { inbox_id: channel.id, [field]: value })
      assert.equal(answer.status, 422)
      assert.deepEqual(answer.body, profile === CHATWOOT ? { message: words, attributes: [field] } : { error: words })
    }
  }
  assert.equal(await snapshot(server), before)
})

test('a source id that is another contact’s is refused, and the contact is not made', async (t) => {
  const server = await startServer(t)
  const { channel, jane } = server.home
  const { call, ok } = deskOf(server, CHATWOOT)
  const { payload } = await ok('GET', `/contacts/${jane.id}/contactable_inboxes`)
  const before = await snapshot(server)
  const answer = await call('POST', '/contacts', { name: 'Kim', inbox_id: channel.id, source_id: payload[0].source_id })
  assert.deepEqual([answer.status, answer.body], [422, { error: 'source_id should be unique' }])
  assert.equal(await snapshot(server), before)
})

test('lists hold 15 a page of those who can be reached, sorted as asked', async (t) => {
  const server = await startServer(t)
  const ctx = systemCtx(server.core, server.home.account.id)
  await server.core.store.tx(async (tx) => {
    for (let i = 10; i < 30; i++) await createContact(ctx, tx, { name: `Person ${i}`, identifier: `p-${i}` })
    await createContact(ctx, tx, { name: 'Unreachable' })
  })
  const ndoto = deskOf(server, NDOTO)
  const first = await ndoto.ok('GET', '/contacts?sort=-name')
  assert.deepEqual(first.meta, { count: 21, current_page: 1 })
  assert.deepEqual(
    first.payload.map((one: { name: string }) => one.name),
    Array.from({ length: 15 }, (_, i) => `Person ${29 - i}`),
  )
  assert.equal('contact_inboxes' in first.payload[0], false)
  const second = await ndoto.ok('GET', '/contacts?sort=name&page=2&include_contact_inboxes=true')
  assert.deepEqual([second.payload.length, second.meta.current_page], [6, 2])
  assert.deepEqual(second.payload[0].contact_inboxes, [])
  assert.equal((await ndoto.call('GET', '/contacts?page=0')).status, 400)
  assert.equal((await ndoto.call('GET', '/contacts?sort=size')).status, 400)
  assert.deepEqual((await ndoto.ok('GET', '/contacts?page=9')).payload, [])

  const chatwoot = deskOf(server, CHATWOOT)
  assert.deepEqual((await chatwoot.ok('GET', '/contacts?page=2')).meta, { count: 21, current_page: '2' })
  assert.equal((await chatwoot.ok('GET', '/contacts?include_contact_inboxes=false')).payload[0].contact_inboxes, undefined)
  assert.deepEqual((await chatwoot.ok('GET', '/contacts?labels[]=vip')).payload, [])
  assert.deepEqual((await deskOf(server, DIGITAL99).ok('GET', '/contacts')).meta, { count: 21, contacts_all: null, current_page: 1 })
})

test('a search finds parts of names, addresses and identifiers, and needs something to look for', async (t) => {
  const server = await startServer(t)
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    const { payload, meta } = await ok('GET', '/contacts/search?q=HOME-cust')
    assert.deepEqual(
      payload.map((one: { id: number }) => one.id),
      [server.home.jane.id],
    )
    assert.deepEqual(meta, { count: 1, current_page: 1 })
    assert.deepEqual((await ok('GET', '/contacts/search?q=%25')).payload, [])
    for (const query of ['', '?q=', '?q=%20']) {
      const answer = await call('GET', `/contacts/search${query}`)
      assert.deepEqual([answer.status, answer.body], [422, { error: 'Specify search string with parameter q' }])
    }
  }
})

test('a contact is connected to an inbox once per source id', async (t) => {
  const server = await startServer(t)
  const { channel, jane } = server.home
  const { ok } = deskOf(server, CHATWOOT)
  const path = `/contacts/${jane.id}/contact_inboxes`
  const present = await ok('POST', path, { inbox_id: channel.id })
  assert.deepEqual(await ok('POST', path, { inbox_id: String(channel.id), source_id: present.source_id }), present)
  assert.equal((await ok('POST', path, { inbox_id: channel.id, source_id: 'second' })).source_id, 'second')
  assert.equal((await ok('GET', `/contacts/${jane.id}/contactable_inboxes`)).payload.length, 2)
})

test('a contact can be written to in every API inbox, by mail where there is an address, and where it is connected', async (t) => {
  const server = await startServer(t)
  const { core, home } = server
  const ctx = systemCtx(core, home.account.id)
  const shop = await core.store.tx((tx) => createChannel(ctx, tx, { name: 'Shop' }))
  const mail = await core.store.tx((tx) => createChannel(ctx, tx, { name: 'Mail', kind: 'email', email: 'mail@home.example' }))
  await core.store.tx((tx) => createChannel(ctx, tx, { name: 'Widget', kind: 'web_widget' }))
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    const { payload } = await ok('GET', `/contacts/${home.jane.id}/contactable_inboxes`)
    const ids = payload.map((one: { inbox: { id: number } }) => one.inbox.id)
    assert.deepEqual([...new Set(ids)].sort(), [home.channel.id, shop.id, mail.id].sort())
    const of = (id: number) => payload.find((one: { inbox: { id: number } }) => one.inbox.id === id)
    if (profile === CHATWOOT) {
      assert.equal(of(mail.id).source_id, home.jane.email)
      const { source_id } = of(shop.id)
      await ok('POST', '/conversations', { inbox_id: shop.id, contact_id: home.jane.id, source_id })
      assert.equal((await ok('POST', '/contact_inboxes/filter', { inbox_id: shop.id, source_id })).id, home.jane.id)
    }
  }
})

test('a deleted contact is gone, and its conversations and messages stay readable', async (t) => {
  const server = await startServer(t)
  const { jane, conversation } = server.home
  for (const profile of PROFILES) {
    const { ok, call } = deskOf(server, profile)
    if (profile === CHATWOOT) {
      await ok('POST', `/conversations/${conversation.number}/messages`, { content: 'Hi', message_type: 'incoming' })
      const answer = await call('DELETE', `/contacts/${jane.id}`)
      assert.deepEqual([answer.status, answer.text], [200, ''])
    }
    assert.equal((await call('DELETE', `/contacts/${jane.id}`)).status, 404)
    assert.equal((await call('GET', `/contacts/${jane.id}`)).status, 404)
    assert.equal((await ok('GET', `/conversations/${conversation.number}`)).id, conversation.number)
    assert.equal((await ok('GET', '/conversations')).data.payload.length, 2)
  }
  const events = await server.core.store.all<{ subject_id: number }>("select subject_id from events where type = 'contact.deleted'")
  assert.deepEqual(
    events.map((event) => event.subject_id),
    [jane.id],
  )
})

test('the conversations of a contact are the newest by activity', async (t) => {
  const server = await startServer(t)
  const { jane, conversation, ticket } = server.home
  for (const profile of PROFILES) {
    const { ok } = deskOf(server, profile)
    await ok('POST', `/conversations/${conversation.number}/messages`, { content: 'Latest', message_type: 'outgoing' })
    const { payload } = await ok('GET', `/contacts/${jane.id}/conversations`)
    assert.deepEqual(
      payload.map((one: { id: number }) => one.id),
      [conversation.number, ticket.number],
    )
  }
})
