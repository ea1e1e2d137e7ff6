import fc from 'fast-check'
import type { DialectName } from '../../src/model/token.ts'
import { type Known, mutated, ODD_FORMS, ODD_MULTIPARTS, ODD_TEXTS, type Schema, toJsonText, valid } from './json-arbitraries.ts'
import type { RawRequest } from './raw-http.ts'

/** One operation of one dialect, as its OpenAPI document declares it. `path` begins with the dialect's mount. */
export type Route = {
  dialect: DialectName
  method: string
  path: string
  parameters: { name: string; in: string; schema: Schema }[]
  body: Schema | undefined
  /** Whether it takes the two kinds of HTML form besides JSON. */
  takesForms: boolean
}

/** What the requests of one dialect are made of. */
export type Material = {
  known: Known
  secrets: { good: string; foreign: string; others: string[] }
  client?: { good: string; foreign: string }
}

/** Text with one odd thing behind the other, taken apart at the blanks. */
const apart = (text: string) => text.trim().split(/\s+/)

const ODD_SEGMENTS = [
  ...apart(
    "%00 1%00 %ff %2f %2F..%2f % %zz %u0041 %ED%A0%80 %F0%9F%98%80 .. . %2e%2e ; a;b * :id @ x.json '%20or%201=1-- %5Bobject%20Object%5D",
  ),
  ...apart('0 -1 1.5 1e3 007 9007199254740993 00000000-0000-0000-0000-000000000000 null __proto__ constructor'),
  '',
  '9'.repeat(40),
  'a'.repeat(600),
]
const ODD_QUERIES = [
  ...apart(
    '% %00=1 q=%00 q=a%00b = &&& a __proto__=1 __proto__[a]=1 constructor=1 a[]=1&a[]=2 limit=1&limit=2 page=1&page=x before=%ff ? a=1#b',
  ),
  ...apart('tenant_id=1&tenant_id=2 a[b][c]=1 limit=1%0d%0aSet-Cookie:%20a=b'),
  `x=${'y'.repeat(4000)}`,
]
const ODD_VALUES = [
  ...apart("0 -1 1.5 1e3 0x10 NaN true null 9007199254740993 %00 %ff %F0%9F%98%80 %ED%A0%80 %25 * %22 ' , ,,"),
  ...apart('2023-02-30T00:00:00Z, 2023-01-01T00:00:00Z,2022-01-01T00:00:00Z -271821-04-20T00:00:00Z, +275760-09-13T00:00:00Z,'),
  '',
  '9'.repeat(400),
  'x'.repeat(3000),
]
const TYPES = [
  ...apart(
    'text/plain text/html application/xml application/x-www-form-urlencoded application/octet-stream application/vnd.api+json application/jsonx',
  ),
  ...apart(
    'multipart/form-data multipart/form-data;boundary=x multipart/form-data;boundary= application/json;charset=utf-16 application / ;',
  ),
  'application/json; charset=nonsense',
  'application/json, application/json',
  'application/json;'.repeat(100),
  '',
]
const METHODS = apart('GET HEAD POST PUT PATCH DELETE OPTIONS TRACE PROPFIND SEARCH QUERY')
const ODD_HEADERS: [string, string][] = [
  ['idempotency-key', ''],
  ['idempotency-key', 'k'.repeat(256)],
  ['idempotency-key', 'k\u00fc'],
  ['idempotency-key', 'a b'],
  ['accept', 'text/html'],
  ['accept-encoding', 'gzip, br'],
  ['x-long', 'y'.repeat(8192)],
  ['cookie', 'a=b; c'],
  ['range', 'bytes=0-'],
  ['if-none-match', '*'],
  ['upgrade', 'websocket'],
  ['expect', '200-ok'],
  ['x-http-method-override', 'DELETE'],
  ['x-forwarded-host', 'evil.example'],
  ['api_access_token', 'a'.repeat(2000)],
  ['api-access-token', '\u00ff\u00fe'],
  ['x-api-key', 'nonsense'],
  ['authorization', 'Basic OnRlc3Q='],
  ['authorization', 'Bearer'],
  ['authorization', `Bearer ${'b'.repeat(5000)}`],
]

/** Requests to one route, each of them wrong in some ways and right in the others, so that they get as far as they can. */
export function badRequest(route: Route, material: Material): fc.Arbitrary<RawRequest> {
  return fc
    .record({
      method: fc.oneof({ weight: 9, arbitrary: fc.constant(route.method) }, fc.constantFrom(...METHODS)),
      path: pathOf(route, material.known),
      credentials: credentialsOf(material),
      headers: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(fc.constantFrom(...ODD_HEADERS), { maxLength: 2 })),
      content: contentOf(route, material),
      chunked: fc.boolean(),
    })
    .map(({ credentials, headers, content: [type, body], ...rest }) => {
      const all = [...credentials, ...headers]
      if (type !== undefined) all.push(['content-type', type])
      return {
        ...rest,
        headers: all,
        body: body === undefined ? undefined : Buffer.from(body),
        chunked: rest.chunked && body !== undefined,
      }
    })
}

function pathOf(route: Route, known: Known): fc.Arbitrary<string> {
  const segments = route.path.split('/').map((segment) => {
    const name = /^\{(.+)\}$/.exec(segment)?.[1]
    if (name === undefined) return fc.constant(segment)
    const good = known(name).map(String)
    return fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...(good.length > 0 ? good : ['1'])) }, fc.constantFrom(...ODD_SEGMENTS))
  })
  const tail = fc.oneof({ weight: 20, arbitrary: fc.constant('') }, fc.constantFrom('/', '//', '.json', '/more', '%00', ';a=b'))
  return fc.tuple(fc.tuple(...segments), tail, queryOf(route, known)).map(([parts, end, query]) => `${parts.join('/')}${end}${query}`)
}

function queryOf(route: Route, known: Known): fc.Arbitrary<string> {
  const pairs = route.parameters
    .filter((one) => one.in === 'query')
    .map(({ name, schema }) => {
      const good = valid(schema, known, name).map((value) => encodeURIComponent(String(value).slice(0, 1000)))
      const value = fc.oneof({ weight: 2, arbitrary: good }, fc.constantFrom(...ODD_VALUES))
      return fc.option(
        value.map((text) => `${encodeURIComponent(name)}=${text}`),
        { nil: undefined },
      )
    })
  const odd = fc.option(fc.constantFrom(...ODD_QUERIES), { nil: undefined, freq: 4 })
  return fc.tuple(...pairs, odd).map((all) => {
    const given = all.filter((one) => one !== undefined)
    return given.length === 0 ? '' : `?${given.join('&')}`
  })
}

function credentialsOf({ secrets }: Material): fc.Arbitrary<[string, string][]> {
  const both = (secret: string): [string, string][] => [
    ['authorization', `Bearer ${secret}`],
    ['api_access_token', secret],
  ]
  const bad: [string, string][][] = [[], both('nonsense'), both(secrets.foreign), [...both(secrets.good), ...both(secrets.foreign)]]
  return fc.oneof({ weight: 6, arbitrary: fc.constant(both(secrets.good)) }, fc.constantFrom(...bad, ...secrets.others.map(both)))
}

type Content = [type: string | undefined, body: string | Uint8Array | undefined]

/** A body of the kind its type says, or of another. */
function contentOf(route: Route, material: Material): fc.Arbitrary<Content> {
  const json = bodyOf(route, material).map((body): Content => ['application/json', body])
  const other = fc.tuple(
    fc.constantFrom(undefined, ...TYPES),
    fc.oneof(bodyOf(route, material), fc.constantFrom(...ODD_FORMS, ...ODD_MULTIPARTS)),
  )
  const form = fc.constantFrom(...ODD_FORMS).map((body): Content => ['application/x-www-form-urlencoded', body])
  const multipart = fc.constantFrom(...ODD_MULTIPARTS).map((body): Content => ['multipart/form-data; boundary=x', body])
  return fc.oneof({ weight: 12, arbitrary: json }, { weight: 3, arbitrary: other }, form, multipart)
}

function bodyOf(route: Route, material: Material): fc.Arbitrary<string | Uint8Array | undefined> {
  const odd = fc.constantFrom(...ODD_TEXTS)
  if (!route.body) return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, odd)
  const good = valid(route.body, material.known).chain((value) => withCredentials(value, material))
  const text = fc.oneof({ weight: 3, arbitrary: good }, { weight: 6, arbitrary: mutated(good) }).map(toJsonText)
  const cut = text.map((whole) => whole.slice(0, Math.floor(whole.length / 2)))
  return fc.oneof({ weight: 12, arbitrary: text }, cut, odd, fc.constant(undefined))
}

/** Where the credentials are part of the body, mostly the right ones. */
function withCredentials(value: unknown, { client, secrets }: Material): fc.Arbitrary<unknown> {
  if (!client) return fc.constant(value)
  const pick = (good: string, foreign: string) =>
    fc.oneof({ weight: 8, arbitrary: fc.constant(good) }, fc.constantFrom(foreign, 'nonsense', ''))
  return fc
    .record({
      ClientToken: pick(client.good, client.foreign),
      AccessToken: pick(secrets.good, secrets.foreign),
      Client: fc.constant('Sample Client 1.0.0'),
    })
    .map((credentials) => ({ ...(value as object), ...credentials }))
}
