import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness.ts'
import { say, threadId } from '../mews-client.ts'
import { assertPrinted, type Fields, type PrintedRequest, replay } from './replay.ts'

// The page's table of a message. Its extraction lost the thread's id, which the vendor's own page has (mews sheet 3).
const MESSAGE: Fields = {
  Id: 'uuid',
  MessageThreadId: 'uuid',
  Text: 'string',
  CreatedUtc: 'utc',
  Sender: { is: { Discriminator: { words: ['Enterprise', 'Application'] } } },
}

/** A request to one of the page's addresses, with every parameter of its table; published clients name the character set. */
function requestOf({ home, clientToken }: TestServer, action: string, parameters: object): PrintedRequest {
  const credentials = { ClientToken: clientToken, AccessToken: home.tokens.mews, Client: 'Sample Client 1.0.0' }
  return {
    method: 'POST',
    path: `/api/connector/v1/${action}`,
    headers: [['Content-Type', 'application/json; charset=utf-8']],
    body: JSON.stringify({ ...credentials, ...parameters }, null, 4),
  }
}

for (const base of ['/mews', '']) {
  test(`both operations of Mews’ page work at ${base || 'the root'}, with every parameter and every field`, async (t) => {
    const server = await startServer(t)
    const { home, core } = server
    const MessageThreadId = threadId(server, home.conversation)
    await say(server, home, home.conversation, 'Good evening')

    const Messages = [{ MessageThreadId, Text: 'Is breakfast included?', Identifier: '1234' }]
    const added = await replay(server, base, requestOf(server, 'messages/add', { Messages }))
    assert.equal(added.status, 200)
    assert.deepEqual(Object.keys(added.body), ['Messages'])
    assertPrinted(added.body, { Messages: { listOf: { Identifier: { words: ['1234'] }, Message: { is: MESSAGE } } } })

    const listed = await replay(
      server,
      base,
      requestOf(server, 'messages/getAll', {
        EnterpriseIds: [core.ids.toUuid('account', home.account.id)],
        MessageThreadIds: [MessageThreadId],
        Limitation: { Count: 10, Cursor: null },
      }),
    )
    assert.equal(listed.status, 200)
    assertPrinted(listed.body, { Messages: { listOf: MESSAGE }, Cursor: 'uuid' })
    assert.deepEqual(
      listed.body.Messages.map((one: { Text: string; Sender: object }) => [one.Text, one.Sender]),
      [
        ['Is breakfast included?', { Discriminator: 'Application', Value: null }],
        ['Good evening', { Discriminator: 'Enterprise', Value: null }],
      ],
    )
    assert.deepEqual(listed.body.Messages[0], added.body.Messages[0].Message)
    assert.equal(listed.body.Cursor, listed.body.Messages[1].Id)
  })
}

test('a client’s usual way, as Mews’ pages describe it: does my token work, a thread for a guest, words, and the answer', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const ask = async (action: string, parameters: object = {}) => {
    const { status, body } = await replay(server, '', requestOf(server, action, parameters))
    assert.equal(status, 200, action)
    return body
  }
  const { Enterprise, NowUtc } = await ask('configuration/get')
  assert.deepEqual([Enterprise.Name, Enterprise.IsPortfolio], ['Home', false])

  const { MessageThreads } = await ask('messageThreads/add', { OriginalSender: 'Jane Doe', Subject: 'Early check-in' })
  const [thread] = MessageThreads
  assertPrinted(thread, {
    Id: 'uuid',
    OriginalSender: { words: ['Jane Doe'] },
    Subject: { words: ['Early check-in'] },
    CreatedUtc: 'utc',
    UpdatedUtc: { words: [thread.CreatedUtc] },
    IsResolved: { words: [false] },
  })
  await ask('messages/add', { Messages: [{ MessageThreadId: thread.Id, Text: 'May I come at ten?' }] })
  const id = core.ids.fromUuid('conversation', thread.Id) ?? 0
  const answer = await server.call('POST', `/parley/v1/conversations/${id}/messages`, {
    token: home.tokens.parley,
    body: { text: 'You may.' },
  })
  assert.equal(answer.status, 201)

  const { Messages } = await ask('messages/getAll', { MessageThreadIds: [thread.Id], Limitation: { Count: 100 } })
  const shown = Messages.filter((one: { Sender: { Discriminator: string } }) => one.Sender.Discriminator === 'Enterprise')
  assert.deepEqual(
    shown.map((one: { Text: string }) => one.Text),
    ['You may.'],
  )
  const EndUtc = new Date(Date.parse(NowUtc) + 60_000).toISOString()
  const threads = await ask('messageThreads/getAll', { UpdatedUtc: { StartUtc: NowUtc, EndUtc }, Limitation: { Count: 100 } })
  assert.ok(threads.MessageThreads.some((one: { Id: string }) => one.Id === thread.Id))
})
