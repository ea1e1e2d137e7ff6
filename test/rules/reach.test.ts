import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCtx } from '../../src/core/accounts/create-account.ts'
import { changeMemberships } from '../../src/core/members/change-memberships.ts'
import { createTeam } from '../../src/core/teams/create-team.ts'
import { call, startServer, type TestServer } from '../harness.ts'
import { isRead, listOperations, toRequest } from './operations.ts'
import { makeThings, type Things } from './things.ts'

const ENTRANCES = ['parley', 'chatwoot', 'ndoto', '99digital', 'tidysupport'] as const
type Entrance = (typeof ENTRANCES)[number]

test('in a channel with members of its own, a conversation does not exist for any other agent, in any operation that names it', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const problems: string[] = []
  const operations = (await listOperations(server)).filter(
    ({ dialect, template }) =>
      (ENTRANCES as readonly string[]).includes(dialect) && /\{conversation_?id\}/i.test(template) && !template.includes('/public/'),
  )
  assert.ok(operations.length > 40)
  for (const operation of operations) {
    const dialect = operation.dialect as Entrance
    const things = await makeThings(server, home, dialect)
    await closeChannel(server, things, dialect)
    const asEve = { ...home, tokens: { ...home.tokens, [dialect]: home.secrets.eve } }
    const asBob = { ...home, tokens: { ...home.tokens, [dialect]: home.secrets.bob } }
    const hidden = await send(server, operation, things, asEve)
    // Whoever may not do it at all is told so, whatever they name.
    if (![404, 401, 403].includes(hidden.status)) problems.push(`${operation.name}: ${hidden.status} ${hidden.text.slice(0, 200)}`)
    if (!isRead(operation) || hidden.status !== 404) continue
    const shown = await send(server, operation, things, asBob)
    if (shown.status !== 200) problems.push(`${operation.name} for a member of the channel: ${shown.status}`)
  }
  assert.deepEqual(problems, [])
})

test('lists, counts, search and the log leave out what an agent does not reach; membership, a team or taking part opens it at once', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const ctx = systemCtx(core, home.account.id)
  const { eve, bob, channel, conversation, secrets } = home
  const said = `/parley/v1/conversations/${conversation.id}/messages`
  await server.call('POST', said, { token: secrets.ann, body: { text: 'a needle of its own' } })
  const twin = await server.startTwin()

  const counts = async (token: string) => {
    const lists = [
      ['/parley/v1/conversations', /"id":(\d+),"number"/g],
      [`/chatwoot/api/v1/accounts/${home.account.id}/conversations?status=all`, /"inbox_id":/g],
      [`/ndoto/api/v1/accounts/${home.account.id}/conversations`, /"unread_count"/g],
      [`/99digital/api/v1/accounts/${home.account.id}/conversations`, /"can_reply"/g],
      [`/tidysupport/v1/workspaces/${core.ids.toPrefixed('account', home.account.id)}/support/inbox/conversations`, /"thd_/g],
      ['/parley/v1/search/messages?q=needle', /needle/g],
      ['/parley/v1/events', new RegExp(`"conversationId":${conversation.id},`, 'g')],
    ] as const
    const found: number[] = []
    for (const [path, pattern] of lists)
      found.push(((await server.call('GET', path, { token })).text.match(pattern) ?? []).length > 0 ? 1 : 0)
    const { body } = await server.call('GET', `/chatwoot/api/v1/accounts/${home.account.id}/conversations/meta?status=all`, { token })
    return [...found, body.meta.all_count]
  }
  const change = (kind: 'channel' | 'team', id: number, action: 'add' | 'remove', memberId: number) =>
    core.store.tx((tx) => changeMemberships(ctx, tx, { kind, id, action, memberIds: [memberId] }))
  const all = await counts(secrets.ann)
  assert.deepEqual(all, [1, 1, 1, 1, 1, 1, 1, 2])
  assert.deepEqual(await counts(secrets.eve), all)

  await change('channel', channel.id, 'add', bob.id)
  for (const other of await core.store.all<{ id: number }>('select id from channels where account_id = $1 and id <> $2', [
    home.account.id,
    channel.id,
  ]))
    await change('channel', other.id, 'add', bob.id)
  assert.deepEqual(await counts(secrets.eve), [0, 0, 0, 0, 0, 0, 0, 0])
  assert.deepEqual(await counts(secrets.bob), all)
  assert.deepEqual(await counts(secrets.ann), all)
  assert.equal((await server.call('GET', said, { token: secrets.eve })).status, 404)
  assert.equal((await server.call('POST', said, { token: secrets.eve, body: { text: 'in' } })).status, 404)
  const batch = { messages: [{ conversationId: conversation.id, text: 'in' }] }
  assert.equal((await server.call('POST', '/parley/v1/messages/batch', { token: secrets.eve, body: batch })).status, 404)
  assert.equal((await call(twin + said, 'GET', { token: secrets.eve })).status, 404)

  const team = await core.store.tx((tx) => createTeam(ctx, tx, { name: 'night shift' }))
  await change('team', team.id, 'add', eve.id)
  await server.call('PATCH', `/parley/v1/conversations/${conversation.id}`, { token: secrets.ann, body: { teamId: team.id } })
  assert.equal((await server.call('GET', said, { token: secrets.eve })).status, 200)
  await change('team', team.id, 'remove', eve.id)
  assert.equal((await server.call('GET', said, { token: secrets.eve })).status, 404)

  const people = `/parley/v1/conversations/${conversation.id}/participants`
  await server.call('POST', people, { token: secrets.ann, body: { authorId: eve.id } })
  assert.equal((await server.call('GET', said, { token: secrets.eve })).status, 200)
  assert.equal((await counts(secrets.eve)).at(-1), 1)
  await server.call('DELETE', `${people}/${eve.id}`, { token: secrets.ann })
  assert.equal((await server.call('GET', said, { token: secrets.eve })).status, 404)

  await change('channel', channel.id, 'add', eve.id)
  assert.equal((await server.call('GET', said, { token: secrets.eve })).status, 200)
})

test('a channel that is closed to an agent is not shown, nor is what speaks for a customer in it', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const { channel, jane, secrets, account } = home
  const change = { kind: 'channel', id: channel.id, action: 'set', memberIds: [home.bob.id] } as const
  await core.store.tx((tx) => changeMemberships(systemCtx(core, account.id), tx, change))
  const chatwoot = `/chatwoot/api/v1/accounts/${account.id}`
  const read = async (path: string, token: string) => (await server.call('GET', path, { token })).status
  const links = async (token: string) => {
    const { body } = await server.call('GET', `${chatwoot}/contacts/${jane.id}`, { token })
    return body.payload.contact_inboxes.length
  }
  const channels = async (token: string) => (await server.call('GET', '/parley/v1/channels', { token })).text.includes(channel.identifier)
  for (const [token, sees] of [
    [secrets.eve, false],
    [secrets.bob, true],
    [secrets.ann, true],
  ] as const) {
    assert.equal(await channels(token), sees)
    assert.equal((await links(token)) > 0, sees)
    for (const path of [
      `/parley/v1/channels/${channel.id}`,
      `${chatwoot}/inboxes/${channel.id}`,
      `${chatwoot}/inbox_members/${channel.id}`,
    ])
      assert.equal(await read(path, token), sees ? 200 : 404, path)
  }
})

function send(server: TestServer, operation: Parameters<typeof toRequest>[1], things: Things, place: TestServer['home']) {
  const { method, path, options } = toRequest(server, operation, things, place)
  return server.call(method, path, options)
}

/** Puts Bob alone into the channel of the things' conversation. */
async function closeChannel(server: TestServer, things: Things, dialect: Entrance): Promise<void> {
  const { core, home } = server
  const id = dialect === 'tidysupport' ? (core.ids.fromPrefixed('channel', String(things.channel)) as number) : Number(things.channel)
  const change = { kind: 'channel', id, action: 'set', memberIds: [home.bob.id] } as const
  await core.store.tx((tx) => changeMemberships(systemCtx(core, home.account.id), tx, change))
}
