import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createLog } from '../../src/observe/log.ts'
import { ENGINE, startServer, type TestServer } from '../harness.ts'
import { mewsClient } from '../mews-client.ts'
import { exchange, type RawRequest } from './raw-http.ts'
import { tablesOf } from './store-digest.ts'

/** In everything that a client says here and no log may repeat. */
const MARK = 'zebra'

function secretsOf(server: TestServer): string[] {
  const { home, away, clientToken, portfolioToken, stranger, installToken } = server
  const places = [home, away].flatMap((place) => [...Object.values(place.tokens), ...Object.values(place.secrets)])
  return [...places, clientToken, portfolioToken, stranger.clientToken, stranger.accessToken, installToken]
}

/** Speaks to every dialect, well and badly, with a text, an address, a key and a name that all hold the mark. */
async function speakEverywhere(server: TestServer): Promise<number[]> {
  const { home, core } = server
  const { account, conversation, channel, tokens } = home
  const family = (name: string) => `/${name}/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
  const workspace = core.ids.toPrefixed('account', account.id)
  const thread = core.ids.toPrefixed('conversation', conversation.id)
  const sends: [token: string, path: string, body: object][] = [
    [tokens.chatwoot, family('chatwoot'), { content: `${MARK} text`, message_type: 'outgoing' }],
    [tokens.ndoto, family('ndoto'), { content: `${MARK} text`, message_type: 'outgoing' }],
    [tokens['99digital'], family('99digital'), { content: `${MARK} text`, message_type: 'outgoing' }],
    [
      tokens.ondi,
      `/ondi/messaging/conversations/${core.ids.toUuid('conversation', conversation.id)}/messages`,
      { content: `${MARK} text` },
    ],
    [
      tokens.tidysupport,
      `/tidysupport/v1/workspaces/${workspace}/support/inbox/conversations/${thread}/messages`,
      { contentHtml: `<p>${MARK}</p>` },
    ],
    [tokens.parley, `/parley/v1/conversations/${conversation.id}/messages`, { html: `<p>${MARK}</p>` }],
    [tokens.parley, '/parley/v1/contacts', { name: MARK, email: `${MARK}@a.example` }],
    ['', `/chatwoot/public/api/v1/inboxes/${channel.identifier}/contacts`, { name: MARK, source_id: `${MARK}-source` }],
  ]
  const statuses: number[] = []
  const go = async (request: RawRequest) => statuses.push((await exchange(server.url, request)).status)
  for (const [token, path, body] of sends) {
    const headers: [string, string][] = [
      ['authorization', `Bearer ${token}`],
      ['api_access_token', token],
      ['content-type', 'application/json'],
    ]
    const text = JSON.stringify(body)
    const post = (said: string, more: [string, string][] = []) =>
      go({ method: 'POST', path, headers: [...headers, ...more], body: Buffer.from(said) })
    await post(text, [['idempotency-key', `${MARK}-${statuses.length}`]])
    await post(text.slice(0, -1))
    await post(`{"${MARK}": 1, "content": 5, "contentText": 5, "text": 5, "email": "${MARK}"}`)
    await go({
      method: 'POST',
      path,
      headers: [
        ['authorization', `Bearer ${MARK}`],
        ['api_access_token', MARK],
      ],
      body: Buffer.from(text),
    })
    await go({ method: 'GET', path: `${path}?q=${MARK}&before=${MARK}&limit=${MARK}`, headers })
    await go({ method: 'GET', path: `${path}/${MARK}`, headers })
    await go({ method: 'GET', path: `${path}/${MARK}%zz`, headers })
    await go({ method: MARK.toUpperCase(), path, headers })
    await go({ method: 'GET', path, headers: [...headers, ['x-huge', MARK.repeat(10_000)]] })
  }
  const messages = [{ MessageThreadId: core.ids.toUuid('conversation', conversation.id), Text: `${MARK} text` }]
  for (const Messages of [messages, [{ Text: 5, MessageThreadId: MARK }]]) {
    statuses.push((await mewsClient(server).post('messages/add', { Messages })).status)
  }
  return statuses
}

test('secrets lie in the store as hashes only', async (t) => {
  const server = await startServer(t)
  const { store } = server.core
  await speakEverywhere(server)
  const token = server.home.tokens.parley
  const body = { author: { kind: 'member', id: server.home.bob.id }, dialect: 'ndoto', label: 'made here' }
  const made = await server.call('POST', '/parley/v1/tokens', { token, body, headers: { 'idempotency-key': 'once' } })
  assert.equal(made.status, 201)
  const secrets = [...secretsOf(server), made.body.secret as string]
  assert.ok(secrets.every((secret) => secret.length >= 24))
  for (const table of await tablesOf(store)) {
    const text = JSON.stringify(await store.all(`select * from ${table}`))
    for (const secret of secrets) assert.ok(!text.includes(secret), `a secret lies in ${table}`)
  }
  if (ENGINE !== 'sqlite') return
  const [main] = await store.all<{ file: string }>('pragma database_list')
  const files = ['', '-wal', '-journal'].map((end) => (main?.file ?? '') + end).filter((file) => existsSync(file))
  assert.ok(files.length > 0)
  for (const file of files) {
    const bytes = readFileSync(file)
    for (const secret of secrets) assert.ok(!bytes.includes(secret), `a secret lies in ${file}`)
  }
})

test('log lines name the request, and hold no secret and nothing a client said', async (t) => {
  let log = ''
  const server = await startServer(t, { parts: { log: createLog('trace', { write: (line) => (log += line), isTty: false }) } })
  const statuses = await speakEverywhere(server)
  assert.ok(statuses.some((status) => status === 200) && statuses.every((status) => status < 500))

  const { tx } = server.core.store
  server.core.store.tx = () => Promise.reject(new Error('The disk is full.'))
  const failed = await server.call('POST', '/parley/v1/contacts', { token: server.home.tokens.parley, body: { name: MARK } })
  server.core.store.tx = tx
  assert.equal(failed.status, 500)
  assert.doesNotMatch(failed.text, /disk/)

  const lines = log.trim().split('\n')
  assert.ok(lines.length > 50)
  for (const secret of secretsOf(server)) assert.ok(!log.includes(secret), 'a secret stands in the log')
  assert.doesNotMatch(log, new RegExp(MARK, 'i'))
  const aboutRequests = lines.filter((line) => !line.includes('Server listening')).map((line) => JSON.parse(line))
  for (const line of aboutRequests) assert.match(line.requestId ?? '', /^[0-9a-f-]{36}$/, JSON.stringify(line))
  const faults = aboutRequests.filter((line) => line.level === 'error')
  assert.ok(faults.some((line) => line.requestId === failed.body.error.requestId && line.err?.message === 'The disk is full.'))
})
