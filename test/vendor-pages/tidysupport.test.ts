import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness.ts'
import { assertPrinted, type Fields, type PrintedRequest, replay } from './replay.ts'

const MESSAGE: Fields = {
  id: 'string',
  direction: { words: ['INBOUND', 'OUTBOUND', 'SYSTEM'] },
  senderType: { words: ['CUSTOMER', 'AGENT', 'SYSTEM'] },
  contentText: 'string',
  contentHtml: ['string', 'null'],
  contentPreview: 'string',
  status: { words: ['SENT', 'FAILED', 'RETRYING', 'PENDING'] },
  attachments: { listOf: { id: 'string', name: 'string', mimeType: 'string', sizeBytes: 'integer', url: 'string' } },
  agentId: ['string', 'null'],
  createdAt: 'utc',
  sentAt: ['utc', 'null'],
}
const THREAD: Fields = {
  conversation: {
    is: { id: 'string', status: { words: ['OPEN'] }, source: 'string', subject: 'string', summary: ['string', 'null'] },
  },
  contact: { is: { id: 'string', email: 'string', name: 'string' } },
  channel: { is: { id: 'string', name: 'string', email: 'string' } },
  messages: { is: { items: { listOf: MESSAGE }, hasMore: 'boolean' } },
}

/** The page's three calls as its `curl` lines send them, with a workspace, a conversation and a key that exist. */
function requestsOf({ home, core: { ids } }: TestServer) {
  const workspace = ids.toPrefixed('account', home.account.id)
  const path = `/v1/workspaces/${workspace}/support/inbox/conversations/${ids.toPrefixed('conversation', home.conversation.id)}/messages`
  const access: [string, string] = ['Authorization', `Bearer ${home.tokens.tidysupport}`]
  const send = (body: string): PrintedRequest => ({ method: 'POST', path, headers: [access, ['Content-Type', 'application/json']], body })
  return {
    list: { method: 'GET', path: `${path}?limit=50`, headers: [access] } satisfies PrintedRequest,
    reply: send(`{
    "contentText": "Hi Jane! I checked your account and the charge is correct. Here is the breakdown...",
    "contentHtml": "<p>Hi Jane! I checked your account and the charge is correct. Here is the breakdown...</p>"
  }`),
    note: send(`{
    "contentText": "Checked the billing system - this customer is on the Pro plan. Invoice looks correct.",
    "isInternalNote": true
  }`),
    missing: send('{}'),
  }
}

for (const base of ['/tidysupport', '']) {
  test(`the requests of TidySupport’s page work at ${base || 'the root'}, and every field of its answers is there`, async (t) => {
    const server = await startServer(t)
    const { home, core } = server
    const { list, reply, note } = requestsOf(server)
    const question = { text: 'Hi, I have a question about my March invoice...', author: { contactId: home.jane.id } }
    const path = `/parley/v1/conversations/${home.conversation.id}/messages`
    assert.equal((await server.call('POST', path, { token: home.tokens.parley, body: question })).status, 201)

    const sent = []
    for (const request of [reply, note]) {
      const { status, body } = await replay(server, base, request)
      assert.equal(status, 200)
      assertPrinted(body, { message: { is: MESSAGE } })
      sent.push(body.message)
    }
    const { status, body } = await replay(server, base, list)
    assert.equal(status, 200)
    assertPrinted(body, { thread: { is: THREAD } })
    const { items, hasMore } = body.thread.messages
    assert.deepEqual([items.slice(1), hasMore], [sent, false])
    const agentId = core.ids.toPrefixed('member', home.ann.id)
    assert.deepEqual(
      items.map((one: Record<string, unknown>) => [one.direction, one.senderType, one.agentId, one.isInternalNote]),
      [
        ['INBOUND', 'CUSTOMER', null, undefined],
        ['OUTBOUND', 'AGENT', agentId, undefined],
        ['OUTBOUND', 'AGENT', agentId, true],
      ],
    )
    for (const [prefix, id] of [
      ['thd_', body.thread.conversation.id],
      ['ctc_', body.thread.contact.id],
      ['chn_', body.thread.channel.id],
      ['msg_', items[0].id],
      ['agt_', items[1].agentId],
    ]) {
      assert.match(id, new RegExp(`^${prefix}[0-9A-Za-z]{24}$`))
    }
  })
}

test('the two errors that TidySupport’s page prints are answered exactly', async (t) => {
  const server = await startServer(t)
  const { list, reply, missing } = requestsOf(server)
  const unknown = (request: PrintedRequest) => ({ ...request, path: request.path.replace(/thd_\w+/, 'thd_xyz789') })
  const notFound = { statusCode: 404, error: 'Not Found', message: 'Conversation not found.' }
  for (const request of [list, reply]) assert.deepEqual(await replay(server, '', unknown(request)), { status: 404, body: notFound })
  const bad = { statusCode: 400, error: 'Bad Request', message: 'Either contentText or contentHtml is required.' }
  assert.deepEqual(await replay(server, '', missing), { status: 400, body: bad })
})
