import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness.ts'
import { assertPrinted, type Fields, type PrintedRequest, replay } from './replay.ts'

/** The page's two requests, with its variables filled in. */
function requestsOf({ home, core }: TestServer, token = home.tokens.ondi) {
  const conversation = core.ids.toUuid('conversation', home.conversation.id)
  const tenant = core.ids.toUuid('account', home.account.id)
  const access: [string, string] = ['Authorization', `Bearer ${token}`]
  const json: [string, string] = ['Content-Type', 'application/json']
  const list: PrintedRequest = {
    method: 'GET',
    path: `/messaging/conversations/${conversation}/messages?tenant_id=${tenant}&page=1&limit=20&timestamp_range=`,
    headers: [access, json],
  }
  const send: PrintedRequest = {
    method: 'POST',
    path: `/messaging/conversations/${conversation}/messages?tenant_id=${tenant}`,
    headers: [access, json, json], // the page has it twice
    body: `{
  "message_type": "text",
  "content": "Hello!",
  "content_url": null,
  "metadata": null,
  "parent_message_id": null
}`,
  }
  return { list, send }
}

// The page names its answers and prints none; what it says is in them are a paginated list, the sender's information, and the fields that were sent.
const MESSAGE: Fields = {
  id: 'uuid',
  conversation_id: 'uuid',
  sender_id: 'uuid',
  sender: { is: { id: 'uuid', first_name: 'string', last_name: 'string', email: 'string' } },
  message_type: { words: ['text'] },
  content: { words: ['Hello!'] },
  content_url: 'null',
  metadata: 'null',
  parent_message_id: 'null',
}

for (const base of ['/ondi', '/ondi/v1', '', '/v1']) {
  test(`the requests of OnDi’s page work at ${base || 'the root'}: 201 Created, then 200 with a page of messages`, async (t) => {
    const server = await startServer(t)
    const { list, send } = requestsOf(server)
    const created = await replay(server, base, send)
    assert.equal(created.status, 201)
    assertPrinted(created.body, { success: { words: [true] }, message: 'string', data: { is: MESSAGE } })
    const listed = await replay(server, base, list)
    assert.equal(listed.status, 200)
    assertPrinted(listed.body, { messages: { listOf: MESSAGE }, total: { words: [1] }, page: { words: [1] }, limit: { words: [20] } })
    assert.deepEqual(listed.body.messages, [created.body.data])
  })
}

test('the refusals that OnDi’s page names: 403 for who takes no part, 400 without content, 403 in what is not active, and no html', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { send } = requestsOf(server)
  const eve = requestsOf(server, home.secrets.eve)
  for (const request of [eve.list, eve.send]) {
    assert.deepEqual(await replay(server, '/ondi', request), {
      status: 403,
      body: { success: false, message: 'You are not a participant in this conversation' },
    })
  }
  const without = await replay(server, '/ondi', { ...send, body: send.body?.replace('"Hello!"', 'null') })
  assert.deepEqual(without, { status: 400, body: { success: false, message: 'Message content is required' } })
  const html = await replay(server, '/ondi', { ...send, body: send.body?.replace('"text"', '"html"') })
  assert.equal(html.status, 400)

  const path = send.path.replace(/\/messages.*/, '')
  const closed = await server.call('PATCH', `/ondi${path}`, { token: home.tokens.ondi, body: { status: 'closed' } })
  assert.equal(closed.status, 200)
  assert.deepEqual(await replay(server, '/ondi', send), { status: 403, body: { success: false, message: 'Conversation is not active' } })
})

test('listing moves the last-read message of who lists, as OnDi’s page says', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const { send } = requestsOf(server)
  const bob = requestsOf(server, home.secrets.bob)
  const user = core.ids.toUuid('author', home.bob.id)
  const unread = async () => {
    const path = `/ondi/messaging/conversations/${core.ids.toUuid('conversation', home.conversation.id)}`
    const { body } = await server.call('GET', path, { token: home.secrets.bob })
    return [body.data.unread_count, body.data.participants.find((one: { user_id: string }) => one.user_id === user).last_read_message_id]
  }
  const { body } = await replay(server, '/ondi', send)
  assert.deepEqual(await unread(), [1, null])
  await replay(server, '/ondi', bob.list)
  assert.deepEqual(await unread(), [0, body.data.id])
})
