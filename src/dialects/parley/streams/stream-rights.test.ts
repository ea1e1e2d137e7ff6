import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EventStreamClient, openEventStream } from '../../../../test/event-stream-client.ts'
import { startServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import { waitFor } from '../../../../test/wait-for.ts'
import { createToken } from '../../../core/tokens/create-token.ts'
import type { AuthorRef } from '../../../model/author.ts'

const EVENTS = '/parley/v1/events'
const SECOND = 1_000_000
const refusalOf = (stream: EventStreamClient) => {
  const last = stream.events.at(-1)
  return last?.type === 'refused' ? (last.data.error as { code: string }).code : undefined
}

test('a stream ends or narrows with the rights it was opened with, at the next event or the next sign of life', async (t) => {
  let now = Date.now() * 1000
  const server = await startServer(t, { now: () => now })
  const { core, home, away } = server
  const { account, channel, conversation, ann, bob, eve, jane, secrets } = home
  const team = parleyClient(server, secrets.ann)
  const make = (author: AuthorRef, expiresAt: number | null = null) =>
    core.store.tx((tx) =>
      createToken(core, tx, { accountId: account.id, author, scope: 'api', dialect: 'parley', label: 'test', expiresAt }),
    )
  const open = async (token: string) => {
    const stream = await openEventStream(server.url + EVENTS, { token })
    t.after(() => stream.close())
    await stream.next(({ type }) => type === 'ready')
    return stream
  }
  const revoked = await make(bob)
  const idle = await make(jane)
  const streams = {
    revoked: await open(revoked.secret),
    idle: await open(idle.secret),
    expiring: await open((await make(ann, now + 30 * SECOND)).secret),
    deleted: await open(secrets.eve),
    narrowed: await open(secrets.bob),
    suspended: await open(away.secrets.ann),
  }
  const say = async (text: string) => {
    now += 2 * SECOND
    await team.post(`/conversations/${conversation.id}/messages`, { text })
  }
  const texts = ({ events }: EventStreamClient) => events.flatMap(({ data }) => (data.message as { text: string } | null)?.text ?? [])
  await say('all are told')
  for (const stream of Object.values(streams)) if (stream !== streams.suspended) await waitFor(() => texts(stream).includes('all are told'))

  assert.equal((await team.delete(`/tokens/${revoked.token.id}`)).status, 204)
  assert.equal((await team.delete(`/members/${eve.id}`)).status, 204)
  const members = { inbox_id: channel.id, user_ids: [ann.id] }
  const put = await server.call('POST', `/chatwoot/api/v1/accounts/${account.id}/inbox_members`, { token: secrets.ann, body: members })
  assert.equal(put.status, 200, put.text)
  assert.equal((await team.delete(`/conversations/${conversation.id}/participants/${bob.id}`)).status, 204)
  await say('not all are told')
  await waitFor(() => texts(streams.expiring).includes('not all are told'))
  for (const stream of [streams.revoked, streams.deleted]) {
    await waitFor(stream.ended)
    assert.equal(refusalOf(stream), 'token_invalid')
  }
  // What was only a word about the team goes on for who reaches the conversation no more.
  await team.post('/contacts', { name: 'Somebody' })
  await streams.narrowed.next(({ type }) => type === 'contact.created')
  for (const stream of [streams.revoked, streams.deleted, streams.narrowed]) assert.ok(!texts(stream).includes('not all are told'))

  // Nothing happens any more: the next sign of life finds out.
  await core.store.tx((tx) => tx.run("update accounts set status = 'suspended' where account_id = $1", [away.account.id]))
  assert.equal((await team.delete(`/tokens/${idle.token.id}`)).status, 204)
  now += 40 * SECOND
  await waitFor(() => streams.suspended.ended() && streams.idle.ended() && streams.expiring.ended())
  assert.deepEqual([streams.suspended, streams.idle, streams.expiring].map(refusalOf), [
    'account_suspended',
    'token_invalid',
    'token_invalid',
  ])
  assert.equal(streams.narrowed.ended(), false)
  await waitFor(() => streams.narrowed.text().includes(`id: ${streams.expiring.lastEventId()}\n\n`))
  assert.equal(core.streams.counts.open, 1)
})

test('a clock that is set back keeps no stream open that has lost its rights', async (t) => {
  let now = Date.now() * 1000
  const server = await startServer(t, { now: () => now })
  const { ann, eve } = server.home.secrets
  const team = parleyClient(server, ann)
  const stream = await openEventStream(server.url + EVENTS, { token: eve })
  t.after(() => stream.close())
  await stream.next(({ type }) => type === 'ready')
  now -= 3600 * SECOND
  assert.equal((await team.delete(`/members/${server.home.eve.id}`)).status, 204)
  await waitFor(stream.ended)
  assert.equal(refusalOf(stream), 'token_invalid')
})

test('a stream that cannot be opened is refused in words, before anything is streamed', async (t) => {
  const server = await startServer(t, { streamLimits: { total: 3, perCaller: 2 } })
  const { secrets, account } = server.home
  const newest = (await parleyClient(server, secrets.ann).get('/events?limit=500')).body.nextAfter
  const open = async (token: string | undefined, query = '', headers: Record<string, string> = {}) => {
    const stream = await openEventStream(`${server.url}${EVENTS}${query}`, { ...(token !== undefined && { token }), headers })
    t.after(() => stream.close())
    if (stream.status !== 200) await waitFor(stream.ended)
    return stream.status === 200 ? 200 : [stream.status, JSON.parse(stream.text()).error.code]
  }
  await server.core.store.tx((tx) => tx.run('delete from events where account_id = $1 and position <= 3', [account.id]))
  const { ann } = secrets
  assert.deepEqual(await open(undefined), [401, 'token_missing'])
  assert.deepEqual(await open('wrong'), [401, 'token_invalid'])
  assert.deepEqual(await open(server.installToken), [403, 'not_allowed'])
  assert.deepEqual(await open(ann, `?after=${newest + 1}`), [409, 'position_ahead'])
  assert.deepEqual(await open(ann, '?after=2'), [410, 'position_gone'])
  assert.deepEqual(await open(ann, `?conversationId=${server.away.conversation.id}`), [404, 'conversation_not_found'])
  assert.deepEqual(await open(ann, '?types=message.created,message.maybe'), [400, 'query_invalid'])
  assert.deepEqual(await open(ann, '?after=x'), [400, 'query_invalid'])
  assert.deepEqual(await open(ann, '?token=x'), [400, 'query_invalid'])
  assert.deepEqual(await open(ann, '', { 'last-event-id': 'x' }), [400, 'query_invalid'])
  const gone = await openEventStream(`${server.url}${EVENTS}?after=0`, { token: ann })
  await waitFor(gone.ended)
  assert.equal(JSON.parse(gone.text()).error.oldestPosition, 4)
  assert.equal(server.core.streams.counts.open, 0)
  assert.equal(await open(ann, '?after=3'), 200)
  assert.equal(await open(ann, '', { 'last-event-id': '' }), 200)
  assert.deepEqual(await open(ann), [429, 'too_many_streams'])
  assert.equal(await open(secrets.bob), 200)
  assert.deepEqual(await open(secrets.eve), [503, 'unavailable'])
})
