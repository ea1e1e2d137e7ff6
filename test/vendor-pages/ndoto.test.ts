import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness.ts'
import { assertPrinted, type Fields, type PrintedRequest, replay } from './replay.ts'

const MESSAGE: Fields = {
  id: 'integer',
  content: 'string',
  message_type: { words: ['incoming', 'outgoing'] },
  status: 'string',
  private: 'boolean',
  created_at: 'seconds',
  sender: { is: { id: 'integer', name: 'string', type: { words: ['Contact', 'User'] } } },
  attachments: { listOf: {} },
}

/** The page's requests: what its samples in five languages come to, with an account, a conversation and a token that exist. */
function requestsOf({ home }: TestServer) {
  const path = `/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
  const access: [string, string] = ['api_access_token', home.tokens.ndoto]
  const json: [string, string] = ['Content-Type', 'application/json']
  const post = (body: string, type = json): PrintedRequest => ({ method: 'POST', path, headers: [access, type], body })
  const reply = 'Thanks for reaching out! We will look into this right away.'
  const note = 'Internal note: customer is on the premium plan.'
  return {
    list: (query = ''): PrintedRequest => ({ method: 'GET', path: path + query, headers: [access] }),
    // JavaScript and Ruby print it without spaces, Python with, PHP escapes slashes, Dart names the character set.
    replies: [
      post(`{"content":"${reply}","message_type":"outgoing","private":false}`),
      post(`{"content": "${reply}", "message_type": "outgoing", "private": false}`),
      post(`{"content":"${reply}","message_type":"outgoing","private":false}`, ['Content-Type', 'application/json; charset=utf-8']),
    ],
    note: post(`{"content":"${note}","message_type":"outgoing","private":true}`),
    incoming: post('{"content":"Hi, I need help with my order.","message_type":"incoming"}'),
    remove: (id: number): PrintedRequest => ({ method: 'DELETE', path: `${path}/${id}`, headers: [access] }),
  }
}

for (const base of ['/ndoto', '']) {
  test(`the requests of Ndoto’s page work at ${base || 'the root'}: send, note, list, delete`, async (t) => {
    const server = await startServer(t)
    const { list, replies, note, incoming, remove } = requestsOf(server)
    const sent = []
    for (const request of [incoming, ...replies, note]) {
      const { status, body } = await replay(server, base, request)
      assert.equal(status, 200)
      assertPrinted(body, MESSAGE)
      sent.push(body)
    }
    const listed = await replay(server, base, list())
    assert.equal(listed.status, 200)
    assertPrinted(listed.body, { payload: { listOf: MESSAGE } })
    assert.deepEqual(Object.keys(listed.body), ['payload'])
    assert.deepEqual(listed.body.payload, sent)
    assert.deepEqual(
      sent.map((one) => [one.message_type, one.private, one.sender.type]),
      [['incoming', false, 'Contact'], ...replies.map(() => ['outgoing', false, 'User']), ['outgoing', true, 'User']],
    )
    assert.equal((await replay(server, base, remove(sent[0].id))).status, 200)
    const after = await replay(server, base, list())
    assert.deepEqual(after.body.payload, sent.slice(1))
  })
}

test('before and after of Ndoto’s page are Unix timestamps', async (t) => {
  let now = 1_712_001_000_000_000
  const server = await startServer(t, { now: () => now })
  const { list, replies } = requestsOf(server)
  const times = []
  for (const request of replies) {
    times.push((await replay(server, '/ndoto', request)).body.created_at)
    now += 60_000_000
  }
  const listed = async (query: string) => {
    const { body } = await replay(server, '/ndoto', list(query))
    return body.payload.map((one: { created_at: number }) => one.created_at)
  }
  assert.deepEqual(times, [1_712_001_000, 1_712_001_060, 1_712_001_120])
  assert.deepEqual(await listed('?before=1712001060'), [1_712_001_000])
  assert.deepEqual(await listed('?after=1712001060'), [1_712_001_120])
})
