import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { addMember } from '../family-test.ts'
import { contents, keysOf, sayAll, threeFaces } from './three-faces-test.ts'

// "Chatwoot, Ndoto, 99digital on the shared path" (chatwoot sheet 13), the table of differences. A test is a row and says what it says of all three. Every
// test looks at one stored conversation through the three mounts.

test('before and after: message ids in Chatwoot, Unix seconds in Ndoto, ids in 99digital', async (t) => {
  let now = 1_712_001_000_000_000
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t, { now: () => now }))
  const ids: number[] = []
  for (const word of ['one', 'two', 'three']) {
    ids.push(...(await sayAll(chatwoot, [word])))
    now += 1_000_000
  }
  assert.deepEqual(contents(await chatwoot.list(`?before=${ids[1]}`)), ['one'])
  assert.deepEqual(contents(await digital.list(`?before=${ids[1]}`)), ['one'])
  assert.deepEqual(contents(await ndoto.list('?before=1712001001')), ['one'])
  assert.deepEqual(contents(await chatwoot.list(`?after=${ids[1]}`)), ['three'])
  assert.deepEqual(contents(await digital.list(`?after=${ids[1]}`)), ['three'])
  assert.deepEqual(contents(await ndoto.list('?after=1712001001')), ['three'])
  for (const face of [chatwoot, digital]) assert.deepEqual(await face.list('?after=1712001001'), [])
})

test('plain list: the newest 20 in Chatwoot, all in Ndoto and 99digital', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  const texts = Array.from({ length: 23 }, (_, i) => `Message ${i}`)
  await sayAll(chatwoot, texts)
  assert.deepEqual(contents(await chatwoot.list()), texts.slice(3))
  assert.deepEqual(contents(await ndoto.list()), texts)
  assert.deepEqual(contents(await digital.list()), texts)
})

test('list envelope: {meta, payload} in Chatwoot, {payload} in Ndoto, {meta, payload} in 99digital', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  assert.deepEqual(keysOf(await chatwoot.ok('GET', chatwoot.messages)), ['meta', 'payload'])
  assert.deepEqual(keysOf(await ndoto.ok('GET', ndoto.messages)), ['payload'])
  assert.deepEqual(keysOf(await digital.ok('GET', digital.messages)), ['meta', 'payload'])
})

test('message_type out: a number from 0 in Chatwoot, a word in Ndoto, a number from 1 in 99digital', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  for (const [number, word] of ['incoming', 'outgoing', 'activity', 'template'].entries()) {
    const { id } = await digital.say(word, { message_type: word })
    const shown = [await chatwoot.shown(id), await ndoto.shown(id), await digital.shown(id)]
    assert.deepEqual(
      shown.map((one) => one.message_type),
      [number, word, number + 1],
    )
  }
})

test('message_type in: optional and four words in Chatwoot and 99digital, required and two words in Ndoto', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  for (const [said, inNdoto] of [
    [{}, 422],
    [{ message_type: 'incoming' }, 200],
    [{ message_type: 'outgoing' }, 200],
    [{ message_type: 'activity' }, 422],
    [{ message_type: 'template' }, 422],
  ] as const) {
    assert.equal((await chatwoot.send({ content: 'x', ...said })).status, 200)
    assert.equal((await ndoto.send({ content: 'x', ...said })).status, inNdoto)
    assert.equal((await digital.send({ content: 'x', ...said })).status, 200)
  }
})

test('content: optional in Chatwoot, required in Ndoto and 99digital', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  for (const said of [{}, { content: null }, { content: '' }]) {
    assert.equal((await chatwoot.send({ message_type: 'outgoing', ...said })).status, 200)
    assert.equal((await ndoto.send({ message_type: 'outgoing', ...said })).status, 422)
    assert.equal((await digital.send({ message_type: 'outgoing', ...said })).status, 422)
  }
})

test('content_type in: thirteen words in Chatwoot, three in Ndoto, four in 99digital', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  const words =
    'text input_text input_textarea input_email input_select cards form article incoming_email input_csat integrations sticker voice_call'
  const items: Record<string, object[]> = {
    input_select: [{ title: 'A', value: 'a' }],
    cards: [{ title: 'A', actions: [{ text: 'B', type: 'link', uri: 'https://example.org' }] }],
    form: [{ type: 'text', name: 'a' }],
    article: [{ title: 'A' }],
  }
  const takes = async (face: typeof ndoto) => {
    const taken: string[] = []
    for (const content_type of [...words.split(' '), 'poem']) {
      const content_attributes = items[content_type] ? { items: items[content_type] } : {}
      const { status } = await face.send({ content: 'x', message_type: 'outgoing', content_type, content_attributes })
      if (status === 200) taken.push(content_type)
      else assert.equal(status, 422)
    }
    return taken.join(' ')
  }
  assert.equal(await takes(chatwoot), words)
  assert.equal(await takes(ndoto), 'text input_email input_select')
  assert.equal(await takes(digital), 'text input_select cards form')
})

test('sender.type: user, contact, agent_bot in Chatwoot; User, Contact in Ndoto; user, contact in 99digital', async (t) => {
  const server = await startServer(t)
  const { chatwoot, ndoto, digital } = threeFaces(server)
  const bot = await addMember(server, 'Robo', 'bot')
  const sent = await server.call('POST', `/chatwoot/api/v1/accounts/${server.home.account.id}${chatwoot.messages}`, {
    token: bot.secret,
    body: { content: 'Beep' },
  })
  const ids = [(await ndoto.say('From Ann')).id, (await ndoto.say('From Jane', { message_type: 'incoming' })).id, sent.body.id]
  const typesIn = (face: typeof ndoto) => Promise.all(ids.map(async (id) => (await face.shown(id)).sender.type))
  assert.deepEqual(await typesIn(chatwoot), ['user', 'contact', 'agent_bot'])
  assert.deepEqual(await typesIn(ndoto), ['User', 'Contact', 'AgentBot'])
  assert.deepEqual(await typesIn(digital), ['user', 'contact', 'agent_bot'])
})

test('sender of a user: seven fields without e-mail in Chatwoot, three in Ndoto, email and logo_user_url too in 99digital', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  const { id } = await ndoto.say('From Ann')
  const seven = ['id', 'name', 'available_name', 'avatar_url', 'type', 'availability_status', 'thumbnail']
  assert.deepEqual(keysOf((await chatwoot.shown(id)).sender), seven.toSorted())
  assert.deepEqual(keysOf((await ndoto.shown(id)).sender), ['id', 'name', 'type'])
  assert.deepEqual(keysOf((await digital.shown(id)).sender), [...seven, 'email', 'logo_user_url'].sort())
})

test('attachments: left out when empty in Chatwoot, always an array in Ndoto, left out when empty in 99digital', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  const bare = (await ndoto.say('Bare')).id
  const full = (await chatwoot.upload('With a file')).id
  for (const face of [chatwoot, digital]) assert.equal('attachments' in (await face.shown(bare)), false)
  assert.deepEqual((await ndoto.shown(bare)).attachments, [])
  for (const face of [chatwoot, ndoto, digital]) assert.equal((await face.shown(full)).attachments.length, 1)
})

test('created_at_exact: ISO with milliseconds in 99digital, in the others not', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t, { now: () => 1_712_001_000_123_456 }))
  const { id } = await ndoto.say('Now')
  for (const face of [chatwoot, ndoto]) assert.equal('created_at_exact' in (await face.shown(id)), false)
  assert.equal((await digital.shown(id)).created_at_exact, '2024-04-01T19:50:00.123Z')
})

test('source_id, inbox_id, conversation_id, status: in Chatwoot and 99digital; status is all that Ndoto promises', async (t) => {
  const server = await startServer(t)
  const { chatwoot, ndoto, digital } = threeFaces(server)
  const { id } = await chatwoot.say('Bridged', { source_id: 'wamid-1' })
  for (const face of [chatwoot, digital]) {
    const { source_id, inbox_id, conversation_id, status } = await face.shown(id)
    assert.deepEqual(
      [source_id, inbox_id, conversation_id, status],
      ['wamid-1', server.home.channel.id, server.home.conversation.number, 'sent'],
    )
  }
  assert.equal((await ndoto.shown(id)).status, 'sent')
})

test('delete: a tombstone that stays listed in Chatwoot; 200 and gone in Ndoto and 99digital', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  for (const by of [chatwoot, ndoto, digital]) {
    const { id } = await by.say('Oops')
    const answer = await by.call('DELETE', `${by.messages}/${id}`)
    assert.equal(answer.status, 200)
    if (by === chatwoot) assert.deepEqual([answer.body.id, answer.body.content_attributes], [id, { deleted: true }])
    else assert.equal(answer.text, '')
    const left = await chatwoot.shown(id)
    assert.deepEqual([left.content, left.content_attributes], ['This message was deleted', { deleted: true }])
    for (const face of [ndoto, digital]) assert.ok(!(await face.list()).some((one) => one.id === id))
  }
})

test('update, retry, translate: the first two in Chatwoot, none in Ndoto and 99digital', async (t) => {
  const server = await startServer(t)
  const { chatwoot, ndoto, digital } = threeFaces(server)
  const { id } = await ndoto.say('On its way')
  const failed = await chatwoot.ok('PATCH', `${chatwoot.messages}/${id}`, { status: 'failed', external_error: 'No route' })
  assert.equal(failed.status, 'failed')
  for (const { profile, messages, shown } of [ndoto, digital]) {
    assert.equal((await shown(id)).status, 'failed')
    const path = `${profile.mount}/api/v1/accounts/${server.home.account.id}${messages}/${id}`
    for (const [method, rest] of [
      ['PATCH', ''],
      ['PUT', ''],
      ['POST', '/retry'],
      ['POST', '/translate'],
    ] as const) {
      const answer = await server.call(method, path + rest, { token: server.home.tokens[profile.name], body: { status: 'read' } })
      assert.deepEqual([answer.status, answer.body], [404, { error: 'Resource could not be found' }])
    }
  }
  assert.equal((await chatwoot.ok('POST', `${chatwoot.messages}/${id}/retry`)).status, 'sent')
  assert.equal((await ndoto.shown(id)).status, 'sent')
})

test('no role: 401 in Chatwoot and 99digital, 403 in Ndoto', async (t) => {
  const server = await startServer(t)
  const { chatwoot, ndoto, digital } = threeFaces(server)
  for (const [face, status] of [
    [chatwoot, 401],
    [ndoto, 403],
    [digital, 401],
  ] as const) {
    const answer = await face.call('POST', '/inboxes', { name: 'Shop', channel: { type: 'api' } }, { token: server.home.secrets.bob })
    assert.deepEqual([answer.status, answer.body], [status, { error: 'You are not authorized to do this action' }])
  }
})

test('webhook list: {payload: {webhooks}} in Chatwoot and 99digital, {payload: [..]} in Ndoto', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  for (const face of [chatwoot, ndoto, digital]) {
    const url = `https://hooks.example/${face.profile.name}`
    await face.ok('POST', '/webhooks', { url, name: 'Mine', subscriptions: ['message_created'] })
    const { payload } = await face.ok('GET', '/webhooks')
    const list = face === ndoto ? payload : payload.webhooks
    assert.deepEqual(
      list.map((one: { url: string }) => one.url),
      [url],
    )
  }
})
