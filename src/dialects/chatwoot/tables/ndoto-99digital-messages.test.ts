import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../test/harness.ts'
import { contents, keysOf, sayAll, threeFaces, type Wire } from './three-faces-test.ts'

// "Ndoto versus 99digital on the shared path" (ndoto sheet 9, 99digital sheet 11): what concerns messages. A test is a row and says what it says of both.
// Every test looks at one stored conversation through both mounts.

test('Auth: api_access_token in both, and 99digital also takes a Bearer token', async (t) => {
  const server = await startServer(t)
  const { ndoto, digital } = threeFaces(server)
  for (const { profile, messages } of [ndoto, digital]) {
    const path = `${profile.mount}/api/v1/accounts/${server.home.account.id}${messages}`
    const token = server.home.tokens[profile.name]
    assert.equal((await server.call('GET', path, { headers: { api_access_token: token } })).status, 200)
    assert.equal((await server.call('GET', path, { headers: { api_access_token: 'wrong' } })).status, 401)
  }
  const path = `/99digital/api/v1/accounts/${server.home.account.id}${digital.messages}`
  const bearer = { authorization: `Bearer ${server.home.tokens['99digital']}` }
  assert.equal((await server.call('GET', path, { headers: bearer })).status, 200)
  assert.equal((await server.call('GET', path, { headers: { ...bearer, api_access_token: 'wrong' } })).status, 401)
})

test('GET envelope: {payload} in Ndoto, {meta, payload} in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  const id = (await ndoto.say('Hello')).id
  const [theirs, ours] = [await ndoto.ok('GET', ndoto.messages), await digital.ok('GET', digital.messages)]
  assert.deepEqual(keysOf(theirs), ['payload'])
  assert.deepEqual(keysOf(ours), ['meta', 'payload'])
  assert.deepEqual([theirs.payload[0].id, ours.payload[0].id], [id, id])
})

test('before and after: Unix seconds in Ndoto, message ids in 99digital', async (t) => {
  let now = 1_712_001_000_000_000
  const { ndoto, digital } = threeFaces(await startServer(t, { now: () => now }))
  const ids: number[] = []
  for (const word of ['one', 'two', 'three', 'four']) {
    ids.push(...(await sayAll(ndoto, [word])))
    now += 1_000_000
  }
  const at = 1_712_001_000
  assert.deepEqual(contents(await ndoto.list(`?after=${at}&before=${at + 3}`)), ['two', 'three'])
  assert.deepEqual(contents(await digital.list(`?after=${ids[1]}&before=${ids[3]}`)), ['two', 'three'])
  assert.deepEqual(contents(await digital.list(`?after=${ids[1]}`)), ['three', 'four'])
  assert.deepEqual(await digital.list(`?after=${at}`), [], 'a time is no id that anything has')
  assert.deepEqual(await ndoto.list(`?before=${ids[3]}`), [], 'an id is a time long gone')
})

test('message_type out: a word in Ndoto, in 99digital 1 incoming, 2 outgoing, 3 activity, 4 template', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  const numbers = { incoming: 1, outgoing: 2, activity: 3, template: 4 }
  for (const [word, number] of Object.entries(numbers)) {
    const sent = await digital.say(word, { message_type: word })
    assert.equal(sent.message_type, number)
    assert.equal((await digital.shown(sent.id)).message_type, number)
    assert.equal((await ndoto.shown(sent.id)).message_type, word)
  }
})

test('message_type in: required and two words in Ndoto, optional and four words in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  for (const word of ['incoming', 'outgoing']) {
    assert.equal((await ndoto.send({ content: 'x', message_type: word })).status, 200)
    assert.equal((await digital.send({ content: 'x', message_type: word })).status, 200)
  }
  for (const said of [{}, { message_type: 'activity' }, { message_type: 'template' }]) {
    assert.equal((await ndoto.send({ content: 'x', ...said })).status, 422)
    assert.equal((await digital.send({ content: 'x', ...said })).status, 200)
  }
  assert.equal((await digital.send({ content: 'x' })).body.message_type, 2)
  for (const message_type of [1, '1', 'note']) {
    assert.equal((await ndoto.send({ content: 'x', message_type })).status, 422)
    assert.equal((await digital.send({ content: 'x', message_type })).status, 422)
  }
})

test('content_type in: text, input_select, input_email in Ndoto; text, input_select, cards, form in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  const takes = async (face: typeof ndoto) => {
    const taken: string[] = []
    for (const content_type of ['text', 'input_select', 'input_email', 'cards', 'form', 'article', 'input_text']) {
      const { status } = await face.send({ content: 'x', message_type: 'outgoing', content_type })
      assert.ok(status === 200 || status === 422)
      if (status === 200) taken.push(content_type)
    }
    return taken
  }
  assert.deepEqual(await takes(ndoto), ['text', 'input_select', 'input_email'])
  assert.deepEqual(await takes(digital), ['text', 'input_select', 'cards', 'form'])
})

test('content_type out: an extra in Ndoto, always there in 99digital and also article; both show what they would not take', async (t) => {
  const { chatwoot, ndoto, digital } = threeFaces(await startServer(t))
  const items = [{ title: 'A', description: 'B', link: 'https://example.org' }]
  const article = (await chatwoot.say('Read', { content_type: 'article', content_attributes: { items } })).id
  const email = (await ndoto.say('Your address?', { content_type: 'input_email' })).id
  const form = (await digital.say('Fill in', { content_type: 'form' })).id
  for (const face of [ndoto, digital]) {
    assert.equal((await face.shown(article)).content_type, 'article')
    assert.equal((await face.shown(email)).content_type, 'input_email')
    assert.equal((await face.shown(form)).content_type, 'form')
  }
  assert.equal((await digital.say('Plain')).content_type, 'text')
})

test('sender.type: Contact and User in Ndoto, contact and user in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  const customer = (await ndoto.say('From Jane', { message_type: 'incoming' })).id
  const agent = (await ndoto.say('From Ann')).id
  assert.equal((await ndoto.shown(customer)).sender.type, 'Contact')
  assert.equal((await ndoto.shown(agent)).sender.type, 'User')
  assert.equal((await digital.shown(customer)).sender.type, 'contact')
  assert.equal((await digital.shown(agent)).sender.type, 'user')
})

test('sender of an agent: three keys in Ndoto, nine in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  const { id } = await ndoto.say('From Ann')
  assert.deepEqual(keysOf((await ndoto.shown(id)).sender), ['id', 'name', 'type'])
  assert.deepEqual(
    keysOf((await digital.shown(id)).sender),
    ['id', 'name', 'available_name', 'email', 'avatar_url', 'logo_user_url', 'type', 'availability_status', 'thumbnail'].sort(),
  )
})

test('created_at_exact: absent in Ndoto, ISO with milliseconds in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t, { now: () => 1_712_001_000_123_456 }))
  const { id } = await ndoto.say('Now')
  const [theirs, ours] = [await ndoto.shown(id), await digital.shown(id)]
  assert.equal('created_at_exact' in theirs, false)
  assert.equal(ours.created_at_exact, '2024-04-01T19:50:00.123Z')
  assert.deepEqual([theirs.created_at, ours.created_at], [1_712_001_000, 1_712_001_000])
})

test('attachments: always an array in Ndoto, only there with files in 99digital', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  const bare = (await ndoto.say('Bare')).id
  assert.deepEqual((await ndoto.shown(bare)).attachments, [])
  assert.equal('attachments' in (await digital.shown(bare)), false)
  const full = (await digital.upload('With a file')).id
  for (const face of [ndoto, digital]) {
    assert.deepEqual(
      (await face.shown(full)).attachments.map((one: Wire) => one.file_type),
      ['file'],
    )
  }
})

test('inbox_id, conversation_id, source_id: beside the documented eight in Ndoto, documented in 99digital; the same values', async (t) => {
  const server = await startServer(t)
  const { ndoto, digital } = threeFaces(server)
  const { id } = await digital.say('Where?')
  const [theirs, ours] = [await ndoto.shown(id), await digital.shown(id)]
  const documented = ['id', 'content', 'message_type', 'status', 'private', 'created_at', 'sender', 'attachments']
  for (const key of documented) assert.ok(key in theirs, key)
  const { channel, conversation } = server.home
  for (const one of [theirs, ours]) {
    assert.deepEqual([one.inbox_id, one.conversation_id, one.source_id], [channel.id, conversation.number, null])
  }
})

test('DELETE message: 200 and gone from both lists, whichever of them deleted; a second time 404', async (t) => {
  const { ndoto, digital } = threeFaces(await startServer(t))
  for (const [by, other] of [
    [ndoto, digital],
    [digital, ndoto],
  ] as const) {
    const { id } = await by.say('Oops')
    const answer = await by.call('DELETE', `${by.messages}/${id}`)
    assert.deepEqual([answer.status, answer.text], [200, ''])
    for (const face of [ndoto, digital]) assert.ok(!(await face.list()).some((one) => one.id === id))
    assert.equal((await by.call('DELETE', `${by.messages}/${id}`)).status, 404)
    assert.equal((await other.call('DELETE', `${other.messages}/${id}`)).status, 404)
  }
})
