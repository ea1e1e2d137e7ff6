import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { changeParticipants } from '../../../../core/conversations/change-participants.ts'
import { deleteMessage } from '../../../../core/messages/delete-message.ts'
import { SYSTEM } from '../../../../model/author.ts'
import { createClient, createClock, failure } from '../../test-client.ts'

async function start(t: TestContext) {
  const clock = createClock()
  const server = await startServer(t, { now: clock.now })
  return { clock, server, client: createClient(server), home: server.home }
}

test('the seed’s own request is answered with the messages, newest first, each with its sender', async (t) => {
  const { clock, server, client, home } = await start(t)
  await client.send({ message_type: 'text', content: 'Hello!', content_url: null, metadata: null, parent_message_id: null })
  clock.pass(60)
  await client.send({ content: 'It is late.' }, home.secrets.jane)

  const path = `${client.messagesOf(home.conversation)}?tenant_id=${client.tenant}&page=1&limit=20&timestamp_range=`
  const answer = await client.call('GET', path, { headers: { 'content-type': 'application/json' } })
  assert.equal(answer.status, 200)
  const rows = await server.core.store.all<{ id: number }>('select id from messages order by seq desc')
  const [newest, oldest] = rows.map((row) => client.uuid('message', row.id))
  assert.deepEqual(answer.body, {
    success: true,
    message: 'Messages retrieved successfully',
    messages: [
      {
        id: newest,
        conversation_id: client.uuid('conversation', home.conversation.id),
        sender_id: client.user(home.jane),
        sender: { id: client.user(home.jane), first_name: 'Jane', last_name: 'Doe', email: 'jane@home-customers.example' },
        message_type: 'text',
        content: 'It is late.',
        content_url: null,
        metadata: null,
        parent_message_id: null,
        created_at: '2026-01-02T01:05:05Z',
        updated_at: '2026-01-02T01:05:05Z',
      },
      {
        id: oldest,
        conversation_id: client.uuid('conversation', home.conversation.id),
        sender_id: client.user(home.ann),
        sender: { id: client.user(home.ann), first_name: 'Ann', last_name: 'Home', email: 'ann@home.example' },
        message_type: 'text',
        content: 'Hello!',
        content_url: null,
        metadata: null,
        parent_message_id: null,
        created_at: '2026-01-02T01:04:05Z',
        updated_at: '2026-01-02T01:04:05Z',
      },
    ],
    total: 2,
    page: 1,
    limit: 20,
  })
})

test('pages count from the newest; a page past the end is empty and keeps the total', async (t) => {
  const { client } = await start(t)
  for (let n = 1; n <= 5; n++) await client.send({ content: `m${n}` })
  const pageOf = async (query: string) => {
    const { status, body } = await client.list(query)
    assert.equal(status, 200)
    return [body.messages.map((one: { content: string }) => one.content), body.total, body.page, body.limit]
  }
  assert.deepEqual(await pageOf('?limit=2'), [['m5', 'm4'], 5, 1, 2])
  assert.deepEqual(await pageOf('?page=3&limit=2'), [['m1'], 5, 3, 2])
  assert.deepEqual(await pageOf('?page=4&limit=2'), [[], 5, 4, 2])
  assert.deepEqual(await pageOf('?page=9007199254740991&limit=500'), [[], 5, 9007199254740991, 100])
  for (const query of ['?page=0', '?limit=x', '?page=1.5', '?limit=-1']) {
    const answer = await client.list(query)
    assert.deepEqual([answer.status, answer.body], [400, failure('Invalid pagination parameters')], query)
  }
  assert.equal((await client.list('?page=1&page=2')).status, 400)
})

test('a timestamp range is inclusive in printed seconds, and the total counts what is in it', async (t) => {
  const { clock, client } = await start(t)
  for (let n = 1; n <= 4; n++) {
    await client.send({ content: `m${n}` })
    clock.pass(60)
  }
  const found = async (range: string, more = '') => {
    const { status, body } = await client.list(`?timestamp_range=${range}${more}`)
    assert.equal(status, 200, range)
    return [body.messages.map((one: { content: string }) => one.content), body.total]
  }
  assert.deepEqual(await found('2026-01-02T01:05:05Z,2026-01-02T01:06:05Z'), [['m3', 'm2'], 2])
  assert.deepEqual(await found('2026-01-02T01:05:05Z,2026-01-02T01:06:05Z', '&limit=1&page=2'), [['m2'], 2])
  assert.deepEqual(await found('2026-01-02T01:05:05.250Z,2026-01-02T01:06:05.249Z'), [['m2'], 1])
  assert.deepEqual(await found('2026-01-02T01:06:06Z,'), [['m4'], 1])
  assert.deepEqual(await found(',2026-01-02T01:04:05Z'), [['m1'], 1])
  assert.deepEqual(await found('2026-01-02T03:05:05%2B02:00,2026-01-02T01:05:05Z'), [['m2'], 1])
  assert.deepEqual(await found('1970-01-01T00:00:00Z,9999-12-31T23:59:59Z'), [['m4', 'm3', 'm2', 'm1'], 4])
  assert.deepEqual(await found('2030-01-01T00:00:00Z,'), [[], 0])
  for (const range of [',', 'x', '2026-01-02T03:05:05+02:00,', '2026-01-02T00:00:00Z,2026-01-01T00:00:00Z']) {
    const answer = await client.list(`?timestamp_range=${range}`)
    assert.deepEqual([answer.status, answer.body], [400, failure('Invalid timestamp_range')], range)
  }
})

test('an ordinary conversation is listed by its participants and by a system admin, by nobody who has left', async (t) => {
  const { server, client, home } = await start(t)
  await client.send({ content: 'Hello!' })
  const { core } = server
  const leave = (author: typeof home.ann | typeof home.bob) =>
    core.store.tx((tx) =>
      changeParticipants(systemCtx(core, home.account.id), tx, home.conversation, { action: 'remove', authors: [author], role: 'member' }),
    )
  for (const token of [home.secrets.ann, home.secrets.bob, home.secrets.jane]) assert.equal((await client.list('', token)).status, 200)
  const refused = failure('You are not a participant in this conversation')
  const outsider = await client.list('', home.secrets.eve)
  assert.deepEqual([outsider.status, outsider.body], [403, refused])
  await leave(home.bob)
  const left = await client.list('', home.secrets.bob)
  assert.deepEqual([left.status, left.body], [403, refused])
  await leave(home.ann)
  assert.equal((await client.list('', home.secrets.ann)).body.total, 1)
})

test('a ticket is listed by its customer and the support members only, whoever else is in it or administers the tenant', async (t) => {
  const { server, client, home } = await start(t)
  const { core } = server
  await client.sendFrom('chatwoot', home.ann, { text: 'We look into it.' }, home.ticket)
  const statusOf = async (token: string) => (await client.list('', token, home.ticket)).status
  assert.deepEqual(await Promise.all([home.secrets.ann, home.secrets.jane].map(statusOf)), [200, 200])
  assert.deepEqual(await Promise.all([home.secrets.bob, home.secrets.eve].map(statusOf)), [403, 403])
  // Ann administers the tenant and is in the conversation: without the setting, neither opens a ticket.
  const settings = (ids: number[]) =>
    core.store.tx((tx) =>
      tx.run('update accounts set settings = $2 where account_id = $1', [home.account.id, JSON.stringify({ supportMemberIds: ids })]),
    )
  await settings([home.eve.id])
  assert.deepEqual(await Promise.all([home.secrets.ann, home.secrets.eve, home.secrets.bob].map(statusOf)), [403, 200, 403])
})

test('listing moves the reader’s last-read message forward to the newest of the page, never back, and tells it once', async (t) => {
  const { server, client, home } = await start(t)
  for (let n = 1; n <= 4; n++) await client.send({ content: `m${n}` })
  const lastRead = async (person: { id: number }) =>
    (
      await server.core.store.one<{ last_read_seq: number }>(
        'select last_read_seq from participants where conversation_id = $1 and author_id = $2',
        [home.conversation.id, person.id],
      )
    )?.last_read_seq
  const events = async () => (await server.core.store.all("select position from events where type = 'conversation.read'")).length
  const { bob } = home.secrets
  await client.list('?page=9', bob)
  assert.deepEqual([await lastRead(home.bob), await events()], [0, 0])
  await client.list('?page=2&limit=2', bob)
  assert.deepEqual([await lastRead(home.bob), await events()], [2, 1])
  await client.list('', bob)
  assert.deepEqual([await lastRead(home.bob), await events()], [4, 2])
  await client.list('', bob)
  await client.list('?page=2&limit=2', bob)
  assert.deepEqual([await lastRead(home.bob), await events()], [4, 2])
  assert.equal((await client.list('', bob)).status, 200)
  assert.equal(await lastRead(home.jane), 0)
})

test('an admin who is not in the conversation reads it without a trace', async (t) => {
  const { server, client, home } = await start(t)
  await client.send({ content: 'Hello!' })
  await server.core.store.tx((tx) => tx.run("update members set role = 'administrator' where id = $1", [home.eve.id]))
  const before = await client.countRows()
  const answer = await client.list('', home.secrets.eve)
  assert.deepEqual([answer.status, answer.body.total], [200, 1])
  assert.deepEqual(await client.countRows(), before)
})

test('what other vendors wrote is shown as text; notes and deleted messages are neither shown nor counted', async (t) => {
  const { server, client, home } = await start(t)
  const html = await client.sendFrom('tidysupport', home.ann, { html: '<p>Dear <b>Jane</b></p>' })
  await client.sendFrom('chatwoot', home.ann, { text: 'Only for us', private: true })
  const gone = await client.sendFrom('chatwoot', home.ann, { text: 'Oops' })
  const activity = await client.sendFrom('chatwoot', SYSTEM, { text: 'Ann joined', direction: 'system' })
  const receipt = await client.sendFrom('parley', SYSTEM, { html: '<p>We got <b>it</b></p>', direction: 'system' })
  const bot = await client.sendFrom('mews', server.application, { text: 'Your room is ready', direction: 'inbound' })
  const { core } = server
  const ref = { conversation: { id: home.conversation.id }, messageId: gone.id }
  await core.store.tx((tx) => deleteMessage({ ...systemCtx(core, home.account.id), actor: home.ann, dialect: 'chatwoot' }, tx, ref))

  for (const query of ['', '?timestamp_range=2020-01-01T00:00:00Z,']) {
    const { body } = await client.list(query)
    assert.equal(body.total, 4)
    const shown = body.messages.map((one: Record<string, unknown>) => [one.id, one.message_type, one.content, one.sender_id])
    assert.deepEqual(shown, [
      [client.uuid('message', bot.id), 'text', 'Your room is ready', client.user(server.application)],
      [client.uuid('message', receipt.id), 'html', '<p>We got <b>it</b></p>', null],
      [client.uuid('message', activity.id), 'text', 'Ann joined', null],
      [client.uuid('message', html.id), 'text', 'Dear Jane', client.user(home.ann)],
    ])
    assert.deepEqual(body.messages[0].sender, {
      id: client.user(server.application),
      first_name: 'Sample',
      last_name: 'Client',
      email: null,
    })
    assert.deepEqual([body.messages[1].sender, body.messages[2].sender], [null, null])
  }
})
