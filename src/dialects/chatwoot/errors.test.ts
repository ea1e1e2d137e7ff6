import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { DOORS, may } from '../../core/access.ts'
import { CHATWOOT } from './chatwoot.ts'
import { clientOf, makeVisitor } from './client-api/client-test.ts'
import { deskOf, snapshot } from './desk-test.ts'
import { addEmailConversation } from './family-test.ts'

// Errors, and who may call what (chatwoot sheet 2 and 3): each test is a line of those tables that no other test holds.

test('422 is one sentence for creating and retrying a message, whatever is wrong with it', async (t) => {
  const server = await startServer(t)
  const { call } = deskOf(server, CHATWOOT)
  const messages = `/conversations/${server.home.conversation.number}/messages`
  const before = await snapshot(server)
  for (const [path, body, reason] of [
    [messages, { content: 'x'.repeat(150_001) }, 'Content is too long (maximum is 150000 characters)'],
    [messages, { content: 'x', message_type: 'note' }, 'message_type must be one of incoming, outgoing, activity, template'],
    [messages, { content: 'x', content_type: 'poem' }, /^content_type must be one of text, /],
    [messages, { content: 'x', content_type: 'input_select' }, /item/],
    [`${messages}/999999/retry`, {}, 'The message could not be found'],
  ] as const) {
    const answer = await call('POST', path, body)
    assert.equal(answer.status, 422)
    assert.deepEqual(Object.keys(answer.body), ['error'])
    const [, said = ''] = /^Validation failed: (.*)$/s.exec(answer.body.error) ?? []
    if (typeof reason === 'string') assert.equal(said, reason)
    else assert.match(said, reason)
  }
  assert.equal(await snapshot(server), before)
})

test('422 names the fields of a failed save in any other call, and in the Client API', async (t) => {
  const server = await startServer(t)
  const { call } = deskOf(server, CHATWOOT)
  const { inside } = await makeVisitor(server)
  const taken = await call('POST', '/contacts', { email: server.home.jane.email })
  assert.deepEqual([taken.status, taken.body], [422, { message: 'Email has already been taken', attributes: ['email'] }])
  const long = await clientOf(server).call('POST', `${inside}/messages`, { content: 'x'.repeat(150_001) })
  assert.deepEqual(
    [long.status, long.body],
    [422, { message: 'Content is too long (maximum is 150000 characters)', attributes: ['content'] }],
  )
})

test('422 says which parameter is missing', async (t) => {
  const server = await startServer(t)
  const { call } = deskOf(server, CHATWOOT)
  for (const [path, body, name] of [
    ['/actions/contact_merge', {}, 'base_contact_id'],
    [`/contacts/${server.home.jane.id}/labels`, {}, 'labels'],
    ['/contacts/filter', {}, 'payload'],
  ] as const) {
    const answer = await call('POST', path, body)
    assert.deepEqual([answer.status, answer.body], [422, { error: `param is missing or the value is empty: ${name}` }])
  }
})

test('an unknown word for a status or priority is 422 in one sentence, where the vendor falls over', async (t) => {
  const server = await startServer(t)
  const { call } = deskOf(server, CHATWOOT)
  const { conversation, channel, jane } = server.home
  const talk = `/conversations/${conversation.number}`
  const before = await snapshot(server)
  for (const [method, path, body] of [
    ['POST', `${talk}/toggle_status`, { status: 'closed' }],
    ['POST', `${talk}/toggle_priority`, { priority: 'highest' }],
    ['PATCH', talk, { priority: 'highest' }],
    ['POST', '/conversations', { inbox_id: channel.id, contact_id: jane.id, status: 'closed' }],
  ] as const) {
    const answer = await call(method, path, body)
    assert.equal(answer.status, 422)
    assert.match(answer.body.error, /^Validation failed: (?:status|priority) must be one of /)
  }
  assert.equal(await snapshot(server), before)
})

test('403 is for the status of a message outside of an API inbox, and for nothing else', async (t) => {
  const server = await startServer(t)
  const { ok, call } = deskOf(server, CHATWOOT)
  const { number } = await addEmailConversation(server)
  const { id } = await ok('POST', `/conversations/${number}/messages`, { content: 'Hi' })
  const answer = await call('PATCH', `/conversations/${number}/messages/${id}`, { status: 'failed' })
  assert.deepEqual([answer.status, answer.body], [403, { error: 'Message status update is only allowed for API inboxes' }])
})

test('the calls open to bots and those for administrators only are the ones the vendor lists', async (t) => {
  const server = await startServer(t)
  const { paths } = (await server.call('GET', '/chatwoot/openapi.json')).body as { paths: Record<string, Record<string, never>> }
  const ofAgents = Object.entries(paths).flatMap(([path, methods]) =>
    path.startsWith('/api/v1/accounts/')
      ? Object.entries(methods).map(([method, { 'x-action': action }]) => ({
          call: `${method.toUpperCase()} ${path.replace('/api/v1/accounts/{account_id}', '')}`,
          action,
        }))
      : [],
  )
  const IN = '/conversations/{conversation_id}'
  const forBots = ofAgents.filter(({ action }) => DOORS.chatwoot.only?.bot?.includes(action)).map(({ call }) => call)
  const bots = [
    `PATCH ${IN}`,
    `POST ${IN}/assignments`,
    `POST ${IN}/custom_attributes`,
    `POST ${IN}/messages`,
    `POST ${IN}/toggle_priority`,
  ]
  assert.deepEqual(forBots.sort(), [...bots, `POST ${IN}/toggle_status`, 'POST /conversations', `PUT ${IN}`].sort())

  const closed = ofAgents.filter(({ action }) => may(action, 'administrator') && !may(action, 'agent')).map(({ call }) => call)
  const administrators = ['webhooks', 'inboxes', 'agents'].flatMap((noun) =>
    ofAgents.map(({ call }) => call).filter((call) => new RegExp(`^(?:POST|PUT|PATCH|DELETE) /${noun}(?:/\\{\\w+\\})?$`).test(call)),
  )
  for (const call of [...administrators, 'GET /webhooks', `DELETE ${IN}`]) assert.ok(closed.includes(call), call)
  assert.equal(administrators.length >= 10, true)
})
