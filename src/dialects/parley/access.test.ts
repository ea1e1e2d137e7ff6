import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../test/harness.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { type Action, may, type Role } from '../../core/access.ts'

type Ids = Record<'account' | 'conversation' | 'message' | 'member' | 'contact' | 'channel' | 'token' | 'author', number>

/** Every operation there is, with a good body, what it does, and whether it names something of an account. */
const OPERATIONS: [method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, action: Action, body?: (ids: Ids) => unknown][] = [
  ['GET', '/whoami', 'identify'],
  ['GET', '/accounts', 'manageAccounts'],
  ['POST', '/accounts', 'manageAccounts', () => ({ name: 'New' })],
  ['GET', '/accounts/{account}', 'readAccount'],
  ['PATCH', '/accounts/{account}', 'updateAccount', () => ({ name: 'Renamed' })],
  ['GET', '/tokens', 'manageTokens'],
  ['POST', '/tokens', 'manageTokens', (ids) => ({ author: { kind: 'member', id: ids.member } })],
  ['DELETE', '/tokens/{token}', 'manageTokens'],
  ['GET', '/members', 'readMembers'],
  ['POST', '/members', 'writeMembers', () => ({ name: 'New' })],
  ['GET', '/members/{member}', 'readMembers'],
  ['PATCH', '/members/{member}', 'writeMembers', () => ({ name: 'Renamed' })],
  ['GET', '/contacts', 'readContacts'],
  ['POST', '/contacts', 'writeContacts', () => ({ name: 'New' })],
  ['GET', '/contacts/{contact}', 'readContacts'],
  ['PATCH', '/contacts/{contact}', 'writeContacts', () => ({ name: 'Renamed' })],
  ['DELETE', '/contacts/{contact}', 'writeContacts'],
  ['GET', '/channels', 'readChannels'],
  ['POST', '/channels', 'writeChannels', () => ({ name: 'New' })],
  ['GET', '/channels/{channel}', 'readChannels'],
  ['PATCH', '/channels/{channel}', 'writeChannels', () => ({ name: 'Renamed' })],
  ['GET', '/conversations', 'readConversations'],
  ['POST', '/conversations', 'writeConversations', (ids) => ({ channelId: ids.channel })],
  ['GET', '/conversations/{conversation}', 'readConversations'],
  ['PATCH', '/conversations/{conversation}', 'writeConversations', () => ({ subject: 'Renamed' })],
  ['GET', '/conversations/{conversation}/participants', 'readConversations'],
  ['POST', '/conversations/{conversation}/participants', 'changeParticipants', (ids) => ({ authorId: ids.member })],
  ['PATCH', '/conversations/{conversation}/participants/{author}', 'changeParticipants', () => ({ role: 'lead' })],
  ['DELETE', '/conversations/{conversation}/participants/{author}', 'changeParticipants'],
  ['POST', '/conversations/{conversation}/read', 'markRead', () => ({ seq: 1 })],
  ['GET', '/conversations/{conversation}/messages', 'readConversations'],
  ['POST', '/conversations/{conversation}/messages', 'sendMessages', () => ({ text: 'Hi' })],
  ['GET', '/conversations/{conversation}/messages/{message}', 'readConversations'],
  ['PATCH', '/conversations/{conversation}/messages/{message}', 'changeMessages', () => ({ text: 'Edited' })],
  ['DELETE', '/conversations/{conversation}/messages/{message}', 'changeMessages'],
  ['POST', '/messages/batch', 'sendMessages', (ids) => ({ messages: [{ conversationId: ids.conversation, text: 'Hi' }] })],
  ['GET', '/events', 'readEvents'],
  ['GET', '/search/messages?q=needle', 'searchMessages'],
]

async function idsOf(server: TestServer, where: 'home' | 'away'): Promise<Ids> {
  const place = server[where]
  const admin = parleyClient(server, place.secrets.ann)
  const message = await admin.post(`/conversations/${place.conversation.id}/messages`, { text: `needle at ${where}` })
  const token = await admin.post('/tokens', { author: { kind: 'member', id: place.eve.id } })
  const contact = await admin.post('/contacts', { name: 'Spare' })
  return {
    account: place.account.id,
    conversation: place.conversation.id,
    message: message.body.id,
    member: place.eve.id,
    contact: contact.body.id,
    channel: place.channel.id,
    token: token.body.id,
    author: place.bob.id,
  }
}

function fill(path: string, ids: Ids): string {
  return path.replace(/\{(\w+)\}/g, (_, name: keyof Ids) => String(ids[name]))
}

const snapshot = async (server: TestServer) => {
  const tables = ['accounts', 'tokens', 'members', 'contacts', 'channels', 'conversations', 'participants', 'messages', 'events']
  const rows = await Promise.all(tables.map((table) => server.core.store.all(`select * from ${table} order by 1, 2`)))
  return JSON.stringify(rows)
}

test('the table of operations is the whole API', async (t) => {
  const server = await startServer(t)
  const { body } = await server.call('GET', '/parley/openapi.json')
  const documented = Object.entries(body.paths as Record<string, Record<string, unknown>>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`),
  )
  const known = OPERATIONS.map(([method, path]) => `${method} /v1${path.split('?')[0]?.replace(/\{\w+\}/g, '{}')}`)
  assert.deepEqual(documented.sort(), known.sort())
})

test('every operation is open to exactly the roles that may do it, and closed without a token', async (t) => {
  const server = await startServer(t)
  const { home } = server
  const admin = parleyClient(server, home.secrets.ann)
  const make = async (kind: string, id: number) => (await admin.post('/tokens', { author: { kind, id } })).body.secret as string
  const member = async (role: string) => make('member', (await admin.post('/members', { name: role, role })).body.id)
  const tokens: [Role, string][] = [
    ['agent', home.secrets.bob],
    ['driver', await member('driver')],
    ['dispatcher', await member('dispatcher')],
    ['bot', await member('bot')],
    ['contact', home.secrets.jane],
    ['application', await make('application', server.application.id)],
    ['install', server.installToken],
  ]
  const ids = await idsOf(server, 'home')
  for (const [method, path, action, body] of OPERATIONS) {
    const where = `/parley/v1${fill(path, ids)}`
    const refused = await server.call(method, where, { body: body?.(ids) })
    assert.deepEqual([refused.status, refused.body.error.code], [401, 'token_missing'], `${method} ${path}`)
    for (const [role, token] of tokens) {
      if (may(action, role)) continue
      const before = await snapshot(server)
      const answer = await server.call(method, where, { token, body: body?.(ids) })
      assert.deepEqual([answer.status, answer.body.error?.code], [403, 'not_allowed'], `${role}: ${method} ${path}`)
      assert.equal(await snapshot(server), before, `${role}: ${method} ${path}`)
    }
  }
  // Last, because it deletes and revokes: everything an administrator may do is done.
  for (const [method, path, action, body] of OPERATIONS) {
    const token = may(action, 'administrator') ? home.secrets.ann : server.installToken
    const answer = await server.call(method, `/parley/v1${fill(path, ids)}`, { token, body: body?.(ids) })
    assert.ok(answer.status >= 200 && answer.status < 300, `${method} ${path}: ${answer.text}`)
  }
})

test('another account’s ids do not exist, on any operation, in either direction', async (t) => {
  const server = await startServer(t)
  for (const [from, to] of [
    ['home', 'away'],
    ['away', 'home'],
  ] as const) {
    const theirs = await idsOf(server, to)
    const ours = await idsOf(server, from)
    const client = parleyClient(server, server[from].secrets.ann)
    const before = await snapshot(server)
    for (const [method, path, action, body] of OPERATIONS) {
      if (action === 'manageAccounts') continue
      // All of their ids; then each of them where the ids before it in the path are ours.
      const mixes = path.includes('}/')
        ? [theirs, { ...ours, message: theirs.message, author: theirs.author, member: theirs.member }]
        : [theirs]
      for (const ids of mixes) {
        const sent = body?.(ids)
        const named = path.includes('{') || (sent !== undefined && JSON.stringify(sent) !== JSON.stringify(body?.(ours)))
        const touches = fill(path, ids) !== fill(path, ours) || JSON.stringify(sent) !== JSON.stringify(body?.(ours))
        if (!named || !touches) continue
        const call = { GET: client.get, DELETE: client.delete }
        const where = fill(path, ids)
        const answer =
          method === 'GET' || method === 'DELETE'
            ? await call[method](where)
            : await (method === 'POST' ? client.post : client.patch)(where, sent)
        assert.equal(answer.status, 404, `${method} ${path}: ${answer.text}`)
      }
    }
    assert.equal(await snapshot(server), before)
    const lists = await Promise.all(
      ['/tokens', '/members', '/contacts', '/channels', '/conversations', '/events', '/search/messages?q=needle'].map((path) =>
        client.get(path),
      ),
    )
    for (const list of lists) {
      assert.equal(list.status, 200)
      assert.ok(!list.text.includes(`needle at ${to}`))
      for (const id of [theirs.conversation, theirs.message, theirs.contact])
        assert.ok(!new RegExp(`"(id|\\w+Id)":${id}\\b`).test(list.text))
    }
  }
})
