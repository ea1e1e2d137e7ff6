import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness.ts'
import { assertPrinted, type Fields, type PrintedRequest, replay } from './replay.ts'

const MESSAGE: Fields = {
  id: 'integer',
  content: 'string',
  inbox_id: 'integer',
  conversation_id: 'integer',
  message_type: { words: [1, 2, 3, 4] },
  content_type: { words: ['text', 'input_select', 'cards', 'form', 'article'] },
  status: { words: ['failed', 'sent', 'delivered', 'read'] },
  content_attributes: 'object',
  created_at: 'seconds',
  private: 'boolean',
  source_id: ['string', 'null'], // the channel's own id, where it has given one
  created_at_exact: 'iso',
}
const SENDER: Fields = {
  id: 'integer',
  name: 'string',
  available_name: 'string',
  email: 'string',
  avatar_url: 'string',
  logo_user_url: 'string',
  type: { words: ['user'] },
  availability_status: { words: ['online', 'busy', 'offline'] },
  thumbnail: 'string',
}

/** The page's request, with its sample body as it is printed, or with another one. */
function create({ home }: TestServer, body?: object): PrintedRequest {
  return {
    method: 'POST',
    path: `/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`,
    headers: [
      ['api_access_token', home.tokens['99digital']],
      ['Content-Type', 'application/json'],
    ],
    body:
      body === undefined
        ? '\n{\n  "content": "string",\t\t\t\t\n  "message_type": "outgoing",\n  "private": false,\n  "content_type": "text",\n  "content_attributes": {}\n}\n'
        : JSON.stringify(body),
  }
}

for (const base of ['/99digital', '']) {
  test(`the sample of 99digital’s page works at ${base || 'the root'}, and every field of its answer is there`, async (t) => {
    const server = await startServer(t)
    const { home } = server
    const { status, body } = await replay(server, base, create(server))
    assert.equal(status, 200)
    assertPrinted(body, { ...MESSAGE, sender: { is: SENDER } })
    assert.deepEqual(
      [body.content, body.message_type, body.content_type, body.content_attributes, body.private, body.status],
      ['string', 2, 'text', {}, false, 'sent'],
    )
    assert.deepEqual([body.conversation_id, body.inbox_id, body.sender.id], [home.conversation.number, home.channel.id, home.ann.id])
    assert.equal(Math.floor(Date.parse(body.created_at_exact) / 1000), body.created_at)
  })
}

test('every word of 99digital’s page is taken and answered with its number, and only content is required', async (t) => {
  const server = await startServer(t)
  const numbers = { incoming: 1, outgoing: 2, activity: 3, template: 4 }
  for (const [message_type, number] of Object.entries(numbers)) {
    const { status, body } = await replay(server, '/99digital', create(server, { content: 'One', message_type }))
    assert.deepEqual([status, body.message_type], [200, number], message_type)
    assertPrinted(body, MESSAGE)
  }
  for (const content_type of ['text', 'input_select', 'cards', 'form']) {
    const { status, body } = await replay(server, '/99digital', create(server, { content: 'One', content_type }))
    assert.deepEqual([status, body.content_type], [200, content_type])
  }
  const least = await replay(server, '/99digital', create(server, { content: 'One' }))
  assert.deepEqual([least.status, least.body.private, least.body.content_type], [200, false, 'text'])
  const none = await replay(server, '/99digital', create(server, { message_type: 'outgoing' }))
  assert.equal(none.status, 422)
})
