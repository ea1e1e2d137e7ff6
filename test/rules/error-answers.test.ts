import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DialectName } from '../../src/model/token.ts'
import { startServer, type TestServer } from '../harness.ts'
import { assertRefusal } from './envelopes.ts'
import { ANSWERS, type Answers, type Mistake } from './error-tables.ts'
import { exchange, type RawRequest } from './raw-http.ts'
import { digestStore } from './store-digest.ts'

/** The send of one dialect, and what makes it wrong. */
type Send = {
  path: string
  foreignPath: string
  headers: (secret: string) => [string, string][]
  good: object
  missing: object
  wrong: object
}

for (const dialect of Object.keys(ANSWERS) as DialectName[]) {
  test(`${dialect}: every kind of bad request has its exact answer`, async (t) => {
    const server = await startServer(t)
    const before = await digestStore(server.core.store)
    const requests = mistakes(server, dialect)
    for (const [mistake, expected] of Object.entries(ANSWERS[dialect]) as [Mistake, Answers[Mistake]][]) {
      if (!expected) continue
      await t.test(mistake, async () => {
        for (const request of requests[mistake]) {
          const answer = await exchange(server.url, request)
          assertRefusal(answer, dialect, request.method)
          const body = answer.text.replace(/"[0-9a-f-]{36}"/, '"request-id"')
          assert.deepEqual({ status: answer.status, body: JSON.parse(body) }, { status: expected[0], body: expected[1] })
        }
      })
    }
    assert.equal(await digestStore(server.core.store), before)
  })
}

function mistakes(server: TestServer, dialect: DialectName): Record<Mistake, RawRequest[]> {
  const send = sendOf(server, dialect)
  const base = `/${dialect}`
  const isMews = dialect === 'mews'
  const secret = server.home.tokens[dialect]
  const json: [string, string] = ['content-type', 'application/json']
  const post = (body: unknown, headers: [string, string][] = [...send.headers(secret), json], path = send.path): RawRequest => ({
    method: 'POST',
    path,
    headers,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  })
  const large = post({ ...send.good, surplus: 'x'.repeat(11 * 1024 * 1024) })
  const get = (path: string): RawRequest => ({ method: 'GET', path, headers: send.headers(secret) })
  const remove = { ...get(dialect === 'tidysupport' ? `${base}/v1/customers` : send.path), method: 'DELETE' }
  const wrongToken = isMews ? post({ ...send.good, AccessToken: 'nonsense' }) : post(send.good, [...send.headers('nonsense'), json])
  const foreignToken = post(isMews ? { ...send.good, AccessToken: server.stranger.accessToken } : send.good, [
    ...send.headers(server.stranger.accessToken),
    json,
  ])
  return {
    'malformed JSON': ['{', '{"a":1}}', '\ufeff{', '{"a":"\\u0000"'].map((body) => post(body)),
    'wrong content type': ['text/plain', 'text/html', 'application/xml', 'nonsense'].map((type) =>
      post('hello', [...send.headers(secret), ['content-type', type]]),
    ),
    'no content type': [post(send.good, send.headers(secret))],
    'a body that is no object': ['[]', '"text"', '1', 'true'].map((body) => post(body)),
    'missing field': [post(send.missing)],
    'wrong-typed field': [post(send.wrong)],
    'no token': [isMews ? post({}) : post(send.good, [json])],
    'wrong token': [wrongToken, ...(isMews || dialect === 'chatwoot' ? [foreignToken] : [])],
    'foreign account': [post(send.good, undefined, send.foreignPath)].map((request) =>
      isMews ? post(foreignThread(server, send.good)) : request,
    ),
    'unknown route': [get(dialect === 'tidysupport' ? `${base}/v1/nowhere` : `${base}/nowhere`)],
    // Whatever the body of a request for no address holds.
    'wrong method': [remove, ...['{', '{}'].map((body) => ({ ...remove, headers: [...remove.headers, json], body: Buffer.from(body) }))],
    'too large body': [large, { ...large, chunked: true }],
    'unreadable address': ['/%', '/%zz', '/%ff', '/%ED%A0%80'].map((end) => get(base + end)),
    'NUL in the query': [get(`${send.path}?before=%00`), get(`${send.path}?a%00b=1`), get(`${base}/nowhere?x=1&y=a%00b`)],
    'endless id': [get(`${base}${dialect === 'tidysupport' ? '/v1/customers' : '/api/v1/accounts'}/${'a'.repeat(700)}`)],
  }
}

function foreignThread({ core, away }: TestServer, good: object): object {
  return { ...good, Messages: [{ MessageThreadId: core.ids.toUuid('conversation', away.conversation.id), Text: 'Hello' }] }
}

function sendOf(server: TestServer, dialect: DialectName): Send {
  const { home, away, core } = server
  const bearer = (secret: string): [string, string][] => [['authorization', `Bearer ${secret}`]]
  switch (dialect) {
    case 'chatwoot':
    case 'ndoto':
    case '99digital': {
      const pathOf = (accountId: number) => `/${dialect}/api/v1/accounts/${accountId}/conversations/${home.conversation.number}/messages`
      return {
        path: pathOf(home.account.id),
        foreignPath: pathOf(away.account.id),
        headers: (secret) => [['api_access_token', secret]],
        good: { content: 'Hello', message_type: 'outgoing' },
        missing: { message_type: 'outgoing' },
        wrong: { content: 5, message_type: 'outgoing' },
      }
    }
    case 'ondi': {
      const pathOf = (id: number) => `/ondi/messaging/conversations/${core.ids.toUuid('conversation', id)}/messages`
      const [path, foreignPath] = [pathOf(home.conversation.id), pathOf(away.conversation.id)]
      return { path, foreignPath, headers: bearer, good: { content: 'Hello' }, missing: {}, wrong: { content: 5 } }
    }
    case 'mews': {
      const path = '/mews/api/connector/v1/messages/add'
      const missing = { ClientToken: server.clientToken, AccessToken: home.tokens.mews, Client: 'Sample Client 1.0.0' }
      const thread = core.ids.toUuid('conversation', home.conversation.id)
      const good = { ...missing, Messages: [{ MessageThreadId: thread, Text: 'Hello' }] }
      const wrong = { ...missing, Messages: [{ MessageThreadId: thread, Text: 5 }] }
      return { path, foreignPath: path, headers: () => [], good, missing, wrong }
    }
    case 'tidysupport': {
      const pathOf = (accountId: number) =>
        `/tidysupport/v1/workspaces/${core.ids.toPrefixed('account', accountId)}/support/inbox/conversations/${core.ids.toPrefixed('conversation', home.conversation.id)}/messages`
      const [path, foreignPath] = [pathOf(home.account.id), pathOf(away.account.id)]
      return { path, foreignPath, headers: bearer, good: { contentText: 'Hello' }, missing: {}, wrong: { contentText: 5 } }
    }
    case 'parley': {
      const pathOf = (id: number) => `/parley/v1/conversations/${id}/messages`
      const [path, foreignPath] = [pathOf(home.conversation.id), pathOf(away.conversation.id)]
      return { path, foreignPath, headers: bearer, good: { text: 'Hello' }, missing: {}, wrong: { text: 5 } }
    }
  }
}
