import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DialectName } from '../../src/model/token.ts'
import { startServer, type TestServer } from '../harness.ts'
import { assertRefusal } from './envelopes.ts'
import { exchange, type RawRequest } from './raw-http.ts'
import { digestStore } from './store-digest.ts'

type Mistake =
  | 'malformed JSON'
  | 'wrong content type'
  | 'no content type'
  | 'a body that is no object'
  | 'missing field'
  | 'wrong-typed field'
  | 'no token'
  | 'wrong token'
  | 'foreign account'
  | 'unknown route'
  | 'wrong method'
  | 'too large body'
  | 'unreadable address'
  | 'NUL in the address'
  | 'endless id'

/** How one vendor answers each mistake: the status and the whole body; null where the mistake is none in that vendor's eyes. */
type Answers = Record<Mistake, [status: number, body: unknown] | null>

/** The send of one dialect, and what makes it wrong. */
type Send = {
  path: string
  foreignPath: string
  headers: (secret: string) => [string, string][]
  good: object
  missing: object
  wrong: object
}

const MALFORMED = 'The body is not valid JSON.'
const UNSUPPORTED = 'This content type is not supported; send application/json.'
const UNREADABLE = 'The request could not be read.'
const NUL = 'The address holds a NUL character.'
const TOO_LARGE = 'The request body is too large.'
const NO_OBJECT = 'The body must be object'

type Words = { [M in Mistake]?: [number, string] | null }
const common = {
  'malformed JSON': [400, MALFORMED],
  'wrong content type': [415, UNSUPPORTED],
  'no content type': [415, UNSUPPORTED],
  'too large body': [413, TOO_LARGE],
  'unreadable address': [400, UNREADABLE],
  'NUL in the address': [400, NUL],
} satisfies Words

/** Every mistake's status and text, put into the vendor's envelope. */
function table(words: Words, envelope: (status: number, text: string) => unknown): Answers {
  const all = Object.entries({ ...common, ...words }).map(([mistake, said]) => [mistake, said && [said[0], envelope(...said)]])
  return Object.fromEntries(all) as Answers
}

const family = (forbidden: [number, string]): Words => ({
  'a body that is no object': [422, NO_OBJECT],
  'missing field': [422, 'content is required'],
  'wrong-typed field': [422, 'content must be string'],
  'no token': [401, 'Invalid Access Token'],
  'wrong token': [401, 'Invalid Access Token'],
  'foreign account': forbidden,
  'unknown route': [404, 'Resource could not be found'],
  'wrong method': [404, 'Resource could not be found'],
  'endless id': [404, 'Resource could not be found'],
})
const plain = (_status: number, error: string) => ({ error })

const ANSWERS: Record<DialectName, Answers> = {
  // chatwoot sheet 2 and 3. A message without content is none of its mistakes.
  chatwoot: {
    ...table(family([401, 'You are not authorized to access this account']), plain),
    'a body that is no object': [422, { error: `Validation failed: ${NO_OBJECT}` }],
    'missing field': null,
    'wrong-typed field': [422, { error: 'Validation failed: content is not valid' }],
    'no token': [401, { errors: ['You need to sign in or sign up before continuing.'] }],
  },
  // ndoto sheet 8.
  ndoto: table(family([403, 'You are not authorized to do this action']), plain),
  // 99digital sheet 9.
  '99digital': table(family([401, 'You are not authorized to access this account']), plain),
  // ondi sheet 5.
  ondi: table(
    {
      'a body that is no object': [400, NO_OBJECT],
      'missing field': [400, 'Message content is required'],
      'wrong-typed field': [400, 'content must be a string of at most 10,000 characters'],
      'no token': [401, 'Unauthorized'],
      'wrong token': [401, 'Unauthorized'],
      'foreign account': [404, 'Conversation not found'],
      'unknown route': [404, 'Not found'],
      'wrong method': [404, 'Not found'],
      'endless id': [404, 'Not found'],
    },
    (_status, message) => ({ success: false, message }),
  ),
  // mews sheet 8: no 405, 415 or 422, and no full stop.
  mews: table(
    {
      'malformed JSON': [400, 'Invalid JSON'],
      'wrong content type': [400, 'Invalid JSON'],
      'no content type': [400, 'Invalid JSON'],
      'a body that is no object': [400, 'Invalid JSON'],
      'missing field': [400, 'Invalid Messages'],
      'wrong-typed field': [400, 'Invalid Text'],
      'no token': [401, 'Invalid ClientToken'],
      'wrong token': [401, 'Invalid AccessToken'],
      'foreign account': [400, 'Invalid MessageThreadId'],
      'unknown route': [404, 'No such address'],
      'wrong method': [404, 'No such address'],
      'endless id': [404, 'No such address'],
      'too large body': [413, TOO_LARGE.slice(0, -1)],
      'unreadable address': [400, UNREADABLE.slice(0, -1)],
      'NUL in the address': [400, NUL.slice(0, -1)],
    },
    (_status, Message) => ({ Message, RequestId: 'request-id', Details: null }),
  ),
  // tidysupport sheet 8.
  tidysupport: table(
    {
      'a body that is no object': [400, NO_OBJECT],
      'missing field': [400, 'Either contentText or contentHtml is required.'],
      'wrong-typed field': [400, 'contentText must be string'],
      'no token': [401, 'Invalid API key.'],
      'wrong token': [401, 'Invalid API key.'],
      'foreign account': [403, 'You do not have access to this workspace.'],
      'unknown route': [404, 'Route GET:/v1/nowhere not found'],
      'wrong method': [404, 'Route DELETE:/v1/customers not found'],
      'endless id': [404, `Route GET:/v1/customers/${'a'.repeat(700)} not found`],
      'too large body': [413, 'Request body is too large'],
    },
    (statusCode, message) => ({ statusCode, error: reasonOf(statusCode), message }),
  ),
  parley: {
    ...table({}, () => null),
    'malformed JSON': [400, told('json_malformed', MALFORMED)],
    'wrong content type': [415, told('media_type_unsupported', UNSUPPORTED)],
    'no content type': [415, told('media_type_unsupported', UNSUPPORTED)],
    'a body that is no object': [422, told('body_invalid', NO_OBJECT)],
    'missing field': [422, told('message_empty', 'A message needs text, HTML or an attachment.', 'text')],
    'wrong-typed field': [422, told('body_invalid', 'text is not valid', 'text')],
    'no token': [401, told('token_missing', 'A token is required.')],
    'wrong token': [401, told('token_invalid', 'The token is not valid.')],
    'foreign account': [404, told('conversation_not_found', 'No such conversation.')],
    'unknown route': [404, told('route_not_found', 'No such address.')],
    'wrong method': [404, told('route_not_found', 'No such address.')],
    'too large body': [413, told('body_too_large', TOO_LARGE)],
    'unreadable address': [400, told('request_malformed', UNREADABLE)],
    'NUL in the address': [400, told('request_malformed', NUL)],
    'endless id': [404, told('route_not_found', 'No such address.')],
  },
}

function told(code: string, message: string, field?: string) {
  return { error: { code, message, ...(field !== undefined && { field }), requestId: 'request-id' } }
}

function reasonOf(status: number): string {
  return (
    {
      400: 'Bad Request',
      401: 'Unauthorized',
      403: 'Forbidden',
      404: 'Not Found',
      413: 'Payload Too Large',
      415: 'Unsupported Media Type',
    }[status] ?? ''
  )
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
  const wrongToken = isMews ? post({ ...send.good, AccessToken: 'nonsense' }) : post(send.good, [...send.headers('nonsense'), json])
  const foreignToken = post(isMews ? { ...send.good, AccessToken: server.stranger.accessToken } : send.good, [
    ...send.headers(server.stranger.accessToken),
    json,
  ])
  return {
    'malformed JSON': ['{', '{"a":1}}', '\ufeff', '{"a":"\\u0000"'].map((body) => post(body)),
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
    'wrong method': [{ ...get(dialect === 'tidysupport' ? `${base}/v1/customers` : send.path), method: 'DELETE' }],
    'too large body': [large, { ...large, chunked: true }],
    'unreadable address': ['/%', '/%zz', '/%ff', '/%ED%A0%80'].map((end) => get(base + end)),
    'NUL in the address': [get(`${send.path}?before=%00`), get(`${send.path}%00`), get(`${base}/a%00b`)],
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
