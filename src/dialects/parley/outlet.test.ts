import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, startServer } from '../../../test/harness.ts'
import { tell } from '../../../test/noticed.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { EVENT_TYPES, type LogEvent } from '../../model/event.ts'
import type { Webhook } from '../../model/webhook.ts'
import { outlet } from './outlet.ts'
import { namesOf, WEBHOOK_EVENTS } from './webhook-events.ts'

const skip = ENGINE === 'postgres' && 'an outlet reads what other tests read on both stores'

test('a webhook is told the types it asked for, by name, by kind or all of them, and a test of itself alone', () => {
  const told = (events: string[]) => {
    const webhook = { id: 7, events } as Webhook
    return EVENT_TYPES.filter((type) => namesOf({ type, subjectId: 8 } as LogEvent, webhook).join() === type)
  }
  const subscribable = EVENT_TYPES.filter((type) => type !== 'webhook.tested')
  assert.deepEqual(told(['*']), subscribable)
  assert.deepEqual(told(['message.*', 'contact.created']), ['contact.created', 'message.created', 'message.updated', 'message.deleted'])
  assert.deepEqual(told(['webhook.*']), ['webhook.created', 'webhook.updated', 'webhook.deleted'])
  for (const name of WEBHOOK_EVENTS) assert.ok(told([name]).length > 0, name)
  assert.ok(!WEBHOOK_EVENTS.includes('webhook.tested'))
  const tested = { type: 'webhook.tested', subjectId: 7 } as LogEvent
  assert.deepEqual(namesOf(tested, { id: 7, events: ['contact.created'] } as Webhook), ['webhook.tested'])
})

test('a webhook is told of events as the team is shown them, notes included, with what each changed as it left it', { skip }, async (t) => {
  const server = await startServer(t)
  const { home } = server
  const client = parleyClient(server, home.secrets.ann)
  const { id: webhookId, position } = (
    await client.post('/webhooks', { url: 'https://a.example', events: ['message.*', 'conversation.*'] })
  ).body
  const path = `/conversations/${home.conversation.id}`
  const note = (await client.post(`${path}/messages`, { text: 'Loud guest', private: true })).body
  await client.post(`${path}/messages`, { text: 'Welcome' })
  await client.patch(path, { status: 'pending', subject: 'First' })
  await client.patch(path, { status: 'resolved', subject: 'Second' })
  await client.delete(`${path}/messages/${note.id}`)
  const { events } = (await client.get(`/events?after=${position}`)).body
  const told = await tell(server, outlet, { accountId: home.account.id, dialect: 'parley', webhookId })
  const expected = events
    .filter((event: { type: string }) => event.type !== 'webhook.created')
    .map((event: { type: string; at: string; data: Record<string, [unknown, unknown]>; conversation: object }) => {
      const after = event.type === 'conversation.updated' ? Object.entries(event.data).map(([field, [, then]]) => [field, then]) : []
      const data = { ...event, conversation: { ...event.conversation, ...Object.fromEntries(after) } }
      return { name: event.type, type: event.type, body: { type: event.type, timestamp: event.at, data } }
    })
  assert.deepEqual(told, expected)
  // biome-ignore lint/suspicious/noExplicitAny: the body of a test's own webhook.
  const bodies = told.map(({ body }) => (body as any).data)
  const updates = bodies.filter(({ type }) => type === 'conversation.updated')
  assert.deepEqual(
    updates.map(({ conversation }) => [conversation.status, conversation.subject]),
    [
      ['pending', 'First'],
      ['resolved', 'Second'],
    ],
  )
  const [ofNote] = bodies.filter(({ messageId }) => messageId === note.id)
  assert.deepEqual([ofNote.message.private, ofNote.message.text], [true, null], 'a note’s text does not leave once it is deleted')
  const welcome = bodies.find(({ message }) => message?.text === 'Welcome')
  assert.equal(welcome.message.author.name, home.ann.name)
})
