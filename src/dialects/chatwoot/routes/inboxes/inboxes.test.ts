import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { DIGITAL99 } from '../../99digital.ts'
import { CHATWOOT } from '../../chatwoot.ts'
import { deskOf, snapshot } from '../../desk-test.ts'
import { toWeek } from '../../faces/working-hours.ts'
import { addMember, PROFILES } from '../../family-test.ts'
import { NDOTO } from '../../ndoto.ts'

test('the version probe needs no credential', async (t) => {
  const server = await startServer(t, { now: () => 1_767_323_045_123_456 })
  const expected = { version: '4.10.0', timestamp: '2026-01-02 03:04:05', queue_services: 'ok', data_services: 'ok' }
  for (const path of ['/chatwoot/api', '/chatwoot/api/', '/api', '/ndoto/api', '/99digital/api']) {
    const answer = await server.call('GET', path)
    assert.deepEqual([answer.status, answer.body], [200, expected], path)
  }
})

test('the profile is the token’s owner, whole', async (t) => {
  const server = await startServer(t)
  const { account, ann, tokens } = server.home
  const me = await deskOf(server, CHATWOOT).ok('GET', '/api/v1/profile')
  assert.match(me.pubsub_token, /^[a-z0-9-]+-[\w-]{43}$/)
  assert.deepEqual(me, {
    id: ann.id,
    uid: 'ann@home.example',
    name: 'Ann Home',
    display_name: null,
    available_name: 'Ann Home',
    email: 'ann@home.example',
    role: 'administrator',
    account_id: account.id,
    access_token: tokens.chatwoot,
    pubsub_token: me.pubsub_token,
    avatar_url: '',
    confirmed: true,
    message_signature: null,
    provider: 'email',
    ui_settings: {},
    type: null,
    inviter_id: null,
    custom_attributes: {},
    accounts: [
      {
        id: account.id,
        name: 'Home',
        status: 'active',
        active_at: null,
        role: 'administrator',
        permissions: ['administrator'],
        availability: 'offline',
        availability_status: 'offline',
        auto_offline: true,
      },
    ],
  })
  assert.deepEqual(await deskOf(server, NDOTO).ok('GET', '/api/v1/profile'), {
    id: ann.id,
    name: 'Ann Home',
    email: 'ann@home.example',
    account_id: account.id,
    role: 'administrator',
    accounts: [{ id: account.id, name: 'Home', role: 'administrator' }],
    access_token: tokens.ndoto,
    availability: 'offline',
  })
  for (const profile of PROFILES) {
    const { call } = deskOf(server, profile)
    assert.equal((await call('GET', '/api/v1/profile', undefined, { token: undefined })).status, 401)
    assert.equal((await call('GET', '/api/v1/profile', undefined, { token: 'wrong' })).status, 401)
  }
})

test('an inbox is made, changed and listed by lower-case name; its secrets are for administrators', async (t) => {
  const server = await startServer(t)
  const { channel } = server.home
  const { ok, call } = deskOf(server, CHATWOOT)
  const made = await ok('POST', '/inboxes', {
    name: 'app',
    channel: {
      type: 'api',
      webhook_url: 'https://bridge.example/hook',
      hmac_mandatory: true,
      additional_attributes: { agent_reply_time_window: 4 },
    },
    greeting_enabled: true,
    greeting_message: 'Hello',
  })
  assert.deepEqual(made, {
    id: made.id,
    avatar_url: '',
    channel_id: made.id,
    name: 'app',
    channel_type: 'Channel::Api',
    provider: null,
    greeting_enabled: true,
    greeting_message: 'Hello',
    working_hours_enabled: false,
    working_hours: toWeek(null),
    timezone: 'UTC',
    enable_auto_assignment: true,
    auto_assignment_config: {},
    csat_survey_enabled: false,
    csat_config: {},
    enable_email_collect: true,
    out_of_office_message: null,
    allow_messages_after_resolved: true,
    lock_to_single_conversation: false,
    sender_name_type: 'friendly',
    business_name: null,
    callback_webhook_url: null,
    phone_number: null,
    webhook_url: 'https://bridge.example/hook',
    inbox_identifier: made.inbox_identifier,
    additional_attributes: { agent_reply_time_window: 4 },
    hmac_token: made.hmac_token,
    secret: made.secret,
    hmac_mandatory: true,
  })
  assert.ok(made.secret.length >= 24)
  assert.ok(made.inbox_identifier.length >= 20 && made.hmac_token.length >= 20)
  const { payload } = await ok('GET', '/inboxes')
  assert.deepEqual(
    payload.map((one: { name: string }) => one.name),
    ['app', 'Website'],
  )
  const changed = await ok('PUT', `/inboxes/${made.id}`, { name: 'App', channel: { webhook_url: null }, greeting_message: null })
  assert.deepEqual(changed, { ...made, name: 'App', webhook_url: null, secret: null, greeting_message: null })
  const { secret: token } = await addMember(server, 'Agent', 'agent')
  const { hmac_token: _, secret: __, ...open } = changed
  assert.deepEqual(await ok('GET', `/inboxes/${made.id}`, undefined, { token }), open)
  assert.equal((await call('GET', '/inboxes/abc')).status, 404)
  assert.deepEqual(await deskOf(server, NDOTO).ok('GET', `/inboxes/${channel.id}`), {
    id: channel.id,
    name: 'Website',
    channel_type: 'Channel::Api',
    avatar_url: '',
    webhook_url: null,
  })
  assert.deepEqual((await deskOf(server, DIGITAL99).ok('GET', '/inboxes')).payload[1], {
    id: channel.id,
    name: 'Website',
    channel_type: 'Channel::Api',
  })
})

test('an inbox of another kind, without a name or with an address that is none is refused', async (t) => {
  const server = await startServer(t)
  const before = await snapshot(server)
  for (const profile of PROFILES) {
    const { call } = deskOf(server, profile)
    for (const body of [
      { name: 'Mail', channel: { type: 'email' } },
      { channel: { type: 'api' } },
      { name: '', channel: { type: 'api' } },
      { name: 'Shop' },
      { name: 'Shop', channel: { type: 'api', webhook_url: 'javascript:alert(1)' } },
    ]) {
      assert.equal((await call('POST', '/inboxes', body)).status, 422, JSON.stringify(body))
    }
  }
  assert.equal(await snapshot(server), before)
})

test('agents are listed by name without bots, in each vendor’s fields', async (t) => {
  const server = await startServer(t)
  const { account, ann } = server.home
  await addMember(server, 'A bot', 'bot')
  const lists = await Promise.all(PROFILES.map((profile) => deskOf(server, profile).ok('GET', '/agents')))
  for (const list of lists) {
    assert.deepEqual(
      list.map((one: { name: string }) => one.name),
      ['Ann Home', 'Bob Home', 'Eve Home'],
    )
  }
  const shared = {
    id: ann.id,
    account_id: account.id,
    availability_status: 'offline',
    auto_offline: true,
    confirmed: true,
    email: 'ann@home.example',
    available_name: 'Ann Home',
    name: 'Ann Home',
    role: 'administrator',
    thumbnail: '',
  }
  const [chatwoot, ndoto, digital] = lists
  assert.deepEqual(chatwoot[0], { ...shared, provider: 'email' })
  assert.deepEqual(ndoto[0], {
    id: ann.id,
    name: 'Ann Home',
    email: 'ann@home.example',
    role: 'administrator',
    availability: 'offline',
    confirmed: true,
    avatar_url: '',
  })
  assert.deepEqual(digital[0], { ...shared, see_all_conversations: false })
})

test('an agent is added with the vendor’s required fields and availability words', async (t) => {
  const server = await startServer(t)
  const [chatwoot, ndoto, digital] = PROFILES.map((profile) => deskOf(server, profile)) as [Desk, Desk, Desk]
  const email = 'kay@home.example'
  assert.equal((await ndoto.call('POST', '/agents', { name: 'Kay', email })).body.error, 'role is required')
  assert.equal((await ndoto.call('POST', '/agents', { name: 'Kay', email: 'kay', role: 'agent' })).status, 422)
  const kay = await ndoto.ok('POST', '/agents', { name: 'Kay', email, role: 'agent' })
  assert.deepEqual([kay.availability, kay.role], ['online', 'agent'])
  for (const desk of [ndoto, digital]) {
    const taken = await desk.call('POST', '/agents', { name: 'Kay', email: email.toUpperCase(), role: 'agent' })
    assert.deepEqual([taken.status, taken.body], [422, { error: 'Email has already been taken' }])
  }
  const busy = { role: 'administrator', availability_status: 'available', auto_offline: false }
  const changed = await digital.ok('PATCH', `/agents/${kay.id}`, busy)
  assert.deepEqual([changed.role, changed.availability_status, changed.auto_offline], ['administrator', 'available', false])
  const lee = await chatwoot.ok('POST', '/agents', { email: 'lee@home.example' })
  assert.deepEqual([lee.name, lee.role, lee.availability_status], ['lee', 'agent', 'online'])
  assert.equal((await chatwoot.call('PATCH', '/agents/99999', { role: 'agent' })).status, 404)
})

type Desk = ReturnType<typeof deskOf>
