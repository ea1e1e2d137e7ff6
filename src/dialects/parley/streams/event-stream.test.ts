import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type EventStreamClient, openEventStream } from '../../../../test/event-stream-client.ts'
import { startServer, type TestServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import { digestStore } from '../../../../test/rules/store-digest.ts'
import { waitFor } from '../../../../test/wait-for.ts'
import { createToken } from '../../../core/tokens/create-token.ts'
import type { AuthorRef } from '../../../model/author.ts'

const EVENTS = '/parley/v1/events'

function opener(t: TestContext, server: TestServer) {
  return async (token: string | undefined, query = '', headers: Record<string, string> = {}, url = server.url) => {
    const stream = await openEventStream(url + EVENTS + query, { ...(token !== undefined && { token }), headers })
    t.after(() => stream.close())
    return stream
  }
}

test('a stream tells from any position what the replay tells, then what happens, with neither gap nor repeat, also while others write', async (t) => {
  const server = await startServer(t)
  const open = opener(t, server)
  const { conversation, secrets } = server.home
  const client = parleyClient(server, secrets.ann)
  const send = (text: string) => client.post(`/conversations/${conversation.id}/messages`, { text })
  const before = (await client.get('/events?limit=500')).body.nextAfter
  for (let round = 0; round < 5; round++) await send(`before ${round}`)
  const live = await open(secrets.ann)
  assert.deepEqual([live.status, live.headers['content-type']], [200, 'text/event-stream; charset=utf-8'])
  const streams = [live]
  for (let round = 0; round < 30; round++) {
    await Promise.all([send(`a ${round}`), send(`b ${round}`)])
    if (round % 10 === 0) streams.push(await open(secrets.ann, `?after=${before + round}`))
    if (round % 10 === 5) streams.push(await open(secrets.ann, '?after=1', { 'last-event-id': String(before + round) }))
  }
  const { body } = await client.get(`/events?after=${before}&limit=500`)
  for (const stream of streams) {
    await waitFor(() => stream.lastEventId() === body.nextAfter)
    const from = stream.events[0]?.id ?? 0
    assert.deepEqual(stream.events[0], { id: from, type: 'ready', data: { position: from } })
    const positions = Array.from({ length: body.nextAfter - from }, (_, index) => from + 1 + index)
    assert.deepEqual(
      stream.logged().map((event) => event.id),
      positions,
    )
  }
  assert.equal(live.events[0]?.id, before + 5)
  // Once nothing changes any more, a stream that resumes says exactly what the replay does.
  const again = await open(secrets.ann, `?after=${before}`)
  await waitFor(() => again.lastEventId() === body.nextAfter)
  assert.deepEqual(
    again.logged(),
    body.events.map((event: { position: number; type: string }) => ({ id: event.position, type: event.type, data: event })),
  )
})

test('on a live stream everybody is told what they may see: no note leaves the team, and nobody is told of another one’s conversation', async (t) => {
  const server = await startServer(t)
  const open = opener(t, server)
  const { core, home, application } = server
  const { conversation, ticket, channel, account, bob, eve, jane, secrets } = home
  const team = parleyClient(server, secrets.ann)
  const make = (author: AuthorRef) =>
    core.store.tx((tx) => createToken(core, tx, { accountId: account.id, author, scope: 'api', dialect: 'parley', label: 'test' }))
  const driver = (await team.post('/members', { name: 'Drew', role: 'driver' })).body
  const family = `/chatwoot/api/v1/accounts/${account.id}`
  await server.call('POST', `${family}/inbox_members`, { token: secrets.ann, body: { inbox_id: channel.id, user_ids: [bob.id] } })
  const roles = {
    ann: await open(secrets.ann),
    bob: await open(secrets.bob),
    eve: await open(secrets.eve),
    jane: await open(secrets.jane),
    application: await open((await make(application)).secret),
    driver: await open((await make({ kind: 'member', id: driver.id })).secret),
    filtered: await open(secrets.bob, `?types=message.created,typing&conversationId=${ticket.id}`),
    stranger: await open(server.away.secrets.ann),
  }
  const say = (id: number, text: string, more: object = {}) => team.post(`/conversations/${id}/messages`, { text, ...more })
  const type = (id: number, body: object) => team.post(`/conversations/${id}/typing`, body)
  const elsewhere = (await team.post('/conversations', { subject: 'Elsewhere' })).body
  await say(conversation.id, 'a note', { private: true })
  await say(conversation.id, 'in hers')
  await say(ticket.id, 'in the ticket')
  await say(elsewhere.id, 'to nobody')
  await team.post(`/conversations/${ticket.id}/participants`, { authorId: driver.id })
  await say(ticket.id, 'for the driver, too')
  const unsent = (await say(ticket.id, 'not handed over')).body
  const patched = await team.patch(`/conversations/${ticket.id}/messages/${unsent.id}`, { status: 'failed', cause: 'the carrier said no' })
  assert.equal(patched.status, 200, patched.text)
  const rows = await digestStore(core.store)
  assert.equal((await type(conversation.id, { on: true, private: true })).status, 204)
  assert.equal((await type(elsewhere.id, { on: true })).status, 204)
  assert.equal((await type(ticket.id, { on: true })).status, 204)
  assert.deepEqual(await digestStore(core.store), rows)
  const done = (await server.call('GET', '/parley/v1/events?limit=500', { token: secrets.ann })).body.nextAfter

  const typing = (one: EventStreamClient) =>
    one.events.filter(({ type }) => type === 'typing').map(({ data }) => [data.conversationId, data.private])
  const texts = (one: EventStreamClient) => one.logged().flatMap(({ data }) => (data.message as { text: string } | null)?.text ?? [])
  await waitFor(() => typing(roles.bob).length === 3 && typing(roles.jane).length === 1 && typing(roles.driver).length === 1)
  for (const one of [roles.jane, roles.application, roles.driver]) await waitFor(() => texts(one).length > 0)
  await say(ticket.id, 'the end')
  for (const one of [roles.ann, roles.bob, roles.jane, roles.driver, roles.filtered]) await waitFor(() => texts(one).includes('the end'))
  const all = ['a note', 'in hers', 'in the ticket', 'to nobody', 'for the driver, too', 'not handed over', 'not handed over', 'the end']
  const shown = Object.fromEntries(Object.entries(roles).map(([name, one]) => [name, { texts: texts(one), typing: typing(one) }]))
  // What was said just before the driver came in is the driver's to read by then, and is told to whoever was not told of it yet.
  if (shown.driver?.texts[0] === 'in the ticket') shown.driver.texts.shift()
  assert.deepEqual(shown, {
    ann: { texts: all, typing: [] },
    bob: {
      texts: all,
      typing: [
        [conversation.id, true],
        [elsewhere.id, false],
        [ticket.id, false],
      ],
    },
    eve: { texts: [], typing: [] },
    jane: {
      texts: ['in hers', 'in the ticket', 'for the driver, too', 'not handed over', 'not handed over', 'the end'],
      typing: [[ticket.id, false]],
    },
    application: { texts: ['in hers'], typing: [] },
    driver: { texts: ['for the driver, too', 'not handed over', 'not handed over', 'the end'], typing: [[ticket.id, false]] },
    filtered: {
      texts: ['in the ticket', 'for the driver, too', 'not handed over', 'the end'],
      typing: [[ticket.id, false]],
    },
    stranger: { texts: [], typing: [] },
  })
  const replayed = await team.get(`/events?after=${done - 3}&limit=500&types=message.created&conversationId=${ticket.id}`)
  assert.deepEqual(replayed.body.events.map((event: { message: { text: string } }) => event.message.text).at(-1), 'the end')
  for (const one of [roles.jane, roles.application, roles.driver])
    assert.ok(!one.text().includes('a note') && !one.text().includes('Elsewhere'))
  for (const one of [roles.ann, roles.bob, roles.driver]) assert.ok(one.text().includes('the carrier said no'))
  for (const one of [roles.jane, roles.application]) assert.ok(!one.text().includes('the carrier'))
  // What was put into words for one role is not what another one is told.
  for (const [name, one] of Object.entries(roles)) {
    for (const { data } of one.logged()) {
      if (data.conversation) assert.equal('labels' in (data.conversation as object), ['ann', 'bob', 'filtered'].includes(name), name)
    }
  }
  assert.ok(roles.bob.events.some(({ type, data }) => type === 'presence' && (data.author as AuthorRef).id === jane.id))
  assert.ok(!roles.jane.events.some(({ type }) => type === 'presence'))
  const { body } = await team.get('/presence')
  const present = body.present.map((one: AuthorRef) => one.id)
  assert.deepEqual(present.sort(), [home.ann.id, bob.id, eve.id, jane.id, driver.id].sort())
})
