import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numberOf } from '../clients/family-voice.ts'
import type { Wire } from '../clients/voice.ts'
import { voicesOf } from '../clients/voices.ts'
import { startServer, type TestServer } from '../harness.ts'

const FAMILY = ['chatwoot', 'ndoto', '99digital'] as const

/** Calls of the team about Jane's conversation. */
async function teamOf(server: TestServer) {
  const { home, core } = server
  const { id } = home.conversation
  const uuid = core.ids.toUuid('conversation', id)
  const number = await numberOf(server, home, id)
  const call = (method: string, path: string, token: string, body?: object) => server.call(method, path, { token, body })
  async function ok(method: string, path: string, token: string, body?: object): Promise<Wire> {
    const answer = await call(method, path, token, body)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  return {
    parley: (method: string, path: string, body?: object, token = home.tokens.parley) =>
      ok(method, `/parley/v1/conversations/${id}${path}`, token, body),
    ondi: (method: string, path: string, body?: object, token = home.tokens.ondi) =>
      ok(method, `/ondi/messaging/conversations/${uuid}${path}`, token, body),
    family: (name: (typeof FAMILY)[number], method: string, path: string, body?: object) =>
      ok(method, `/${name}/api/v1/accounts/${home.account.id}/conversations/${number}${path}`, home.tokens[name], body),
    tidy: async () => {
      const inbox = `/tidysupport/v1/workspaces/${core.ids.toPrefixed('account', home.account.id)}/support/inbox/conversations`
      const { conversations } = await ok('GET', inbox, home.tokens.tidysupport)
      return conversations.items.find((one: Wire) => one.id === core.ids.toPrefixed('conversation', id))
    },
    /** What somebody who asks in OnDi for the messages is told. */
    mayRead: async (token: string) => (await call('GET', `/ondi/messaging/conversations/${uuid}/messages`, token)).status === 200,
  }
}

test('who takes part in one API takes part in the others, until they are removed in any of them', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const team = await teamOf(server)
  const eve = core.ids.toUuid('author', home.eve.id)
  const here = async () => ({
    parley: await takesPart(
      team.parley('GET', '/participants'),
      ({ participants }) => participants,
      (one) => one.author.id === home.eve.id,
    ),
    ondi: await takesPart(
      team.ondi('GET', ''),
      ({ data }) => data.participants,
      (one) => one.user_id === eve,
    ),
    chatwoot: (await team.family('chatwoot', 'GET', '/participants')).some((one: Wire) => one.id === home.eve.id),
  })
  const user_ids = [home.eve.id]
  const add: Record<string, () => Promise<unknown>> = {
    ondi: () => team.ondi('PUT', '/participants', { action: 'add', user_ids: [eve], role: 'member' }),
    parley: () => team.parley('POST', '/participants', { authorId: home.eve.id }),
    chatwoot: () => team.family('chatwoot', 'POST', '/participants', { user_ids }),
  }
  const remove: typeof add = {
    ondi: () => team.ondi('PUT', '/participants', { action: 'remove', user_ids: [eve] }),
    parley: () => team.parley('DELETE', `/participants/${home.eve.id}`),
    chatwoot: () => team.family('chatwoot', 'DELETE', '/participants', { user_ids }),
  }
  for (const [adder, join] of Object.entries(add)) {
    for (const [remover, leave] of Object.entries(remove)) {
      const where = `added in ${adder}, removed in ${remover}`
      assert.deepEqual(await here(), { parley: false, ondi: false, chatwoot: false }, where)
      assert.equal(await team.mayRead(home.secrets.eve), false, where)
      await join()
      assert.deepEqual(await here(), { parley: true, ondi: true, chatwoot: true }, where)
      assert.equal(await team.mayRead(home.secrets.eve), true, where)
      await leave()
    }
  }
  assert.equal(await team.mayRead(home.secrets.eve), false)
})

/** Whether somebody is in a list of participants and has not left. */
async function takesPart(answer: Promise<Wire>, listOf: (body: Wire) => Wire[], isWanted: (one: Wire) => boolean): Promise<boolean> {
  const found = listOf(await answer).find(isWanted)
  return found !== undefined && !(found.leftAt ?? found.left_at)
}

test('a role in a conversation that one API gives, the other shows', async (t) => {
  const server = await startServer(t)
  const { home, core } = server
  const team = await teamOf(server)
  const bob = core.ids.toUuid('author', home.bob.id)
  const roles = async () => {
    const { participants } = await team.parley('GET', '/participants')
    const { data } = await team.ondi('GET', '')
    return [
      participants.find((one: Wire) => one.author.id === home.bob.id).role,
      data.participants.find((one: Wire) => one.user_id === bob).role,
    ]
  }
  assert.deepEqual(await roles(), ['member', 'member'])
  await team.ondi('PUT', '/participants', { action: 'update', user_ids: [bob], role: 'admin' })
  assert.deepEqual(await roles(), ['admin', 'admin'])
  await team.parley('PATCH', `/participants/${home.bob.id}`, { role: 'member' })
  assert.deepEqual(await roles(), ['member', 'member'])
})

test('what the team has seen in one inbox it has seen in all, and nobody else has', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const team = await teamOf(server)
  const voices = await voicesOf(server)
  const unread = async () => ({
    family: await Promise.all(FAMILY.map(async (name) => (await team.family(name, 'GET', '')).unread_count)),
    tidysupport: (await team.tidy()).isUnread,
    bob: (await team.ondi('GET', '', undefined, home.secrets.bob)).data.unread_count,
  })
  for (const [index, name] of FAMILY.entries()) {
    await voices.client.send(home.conversation.id, 'Hello?')
    await voices.mews.send(home.conversation.id, 'Is anybody there?')
    const bob = 2 * (index + 1)
    assert.deepEqual(await unread(), { family: [2, 2, 2], tidysupport: true, bob })
    await team.family(name, 'POST', '/update_last_seen')
    assert.deepEqual(await unread(), { family: [0, 0, 0], tidysupport: false, bob }, `seen in ${name}`)
  }
})

test('a delivery status that any API reports is the status in every other', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  await voices.tidysupport.send(id, 'We are on our way')
  const message = (await voices.parley.list(id)).at(-1)
  const team = await teamOf(server)
  const statuses = async () => {
    const names = ['parley', ...FAMILY, 'tidysupport'] as const
    return Promise.all(names.map(async (name) => (await voices[name].list(id)).at(-1).status))
  }
  assert.deepEqual(await statuses(), ['sent', 'sent', 'sent', 'sent', 'SENT'])
  await team.family('chatwoot', 'PATCH', `/messages/${message.id}`, { status: 'delivered' })
  assert.deepEqual(await statuses(), ['delivered', 'delivered', 'delivered', 'delivered', 'SENT'])
  await team.parley('PATCH', `/messages/${message.id}`, { status: 'read' })
  assert.deepEqual(await statuses(), ['read', 'read', 'read', 'read', 'SENT'])
})

test('a message of any API notifies whoever takes part, in OnDi’s words, until they have read it in any; a note notifies nobody', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const { id } = home.conversation
  const voices = await voicesOf(server)
  const team = await teamOf(server)
  const notified = async (token: string) => {
    const { body } = await server.call('GET', '/ondi/messaging/notifications?read_status=false', { token })
    return body.notifications.map((one: Wire) => one.body).toReversed()
  }
  const texts: string[] = []
  for (const voice of Object.values(voices)) {
    texts.push(`from ${voice.name}`)
    await voice.send(id, `from ${voice.name}`)
  }
  for (const name of FAMILY) await voices[name].send(id, 'a note', { private: true })
  assert.deepEqual(await notified(home.secrets.bob), texts)
  assert.deepEqual(await notified(home.secrets.eve), [])
  const { lastSeq } = await team.parley('GET', '')
  await team.parley('POST', '/read', { seq: lastSeq }, home.secrets.bob)
  assert.deepEqual(await notified(home.secrets.bob), [])
})
