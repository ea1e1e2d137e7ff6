import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DIALECTS } from '../../src/dialects/index.ts'
import { startServer } from '../harness.ts'
import { assertRefusal } from './envelopes.ts'
import { toJsonText, valid } from './json-arbitraries.ts'
import { gather } from './material.ts'
import { exchange, type RawAnswer } from './raw-http.ts'
import type { Material, Route } from './request-arbitraries.ts'
import { routesOf } from './routes.ts'
import { digestStore } from './store-digest.ts'

const BODIES = ['{"a":"\\u0000"}', '{"a":["\\ud800"]}', '{"a":"\\uDC00\\uD83D"}', '{"\\u0000":1}', '{"\\udfff":1}']
const FORMS: [type: string, body: string][] = [
  ['application/x-www-form-urlencoded', 'content=a%00b'],
  ['application/x-www-form-urlencoded', 'a%00b=1'],
  ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="content"\r\n\r\na\0b\r\n--x--\r\n'],
]

for (const { name } of DIALECTS) {
  test(`${name}: text that no store holds is refused wherever it can be written`, async (t) => {
    const server = await startServer(t)
    const material = await gather(server, name)
    const before = await digestStore(server.core.store)
    const ask = async (route: Route, path: string, type?: string, body?: string): Promise<RawAnswer> => {
      const headers: [string, string][] = type ? [...credentials(material), ['content-type', type]] : credentials(material)
      const answer = await exchange(server.url, {
        method: route.method,
        path,
        headers,
        body: body === undefined ? body : Buffer.from(body),
      })
      assertRefusal(answer, name, route.method)
      return answer
    }
    for (const route of await routesOf(server, name)) {
      const good = route.body && toJsonText(fc.sample(valid(route.body, material.known), { numRuns: 1, seed: 1 })[0])
      // With a good body, so that the request comes to look for what its address names.
      for (const path of spoiltPaths(route, material)) await ask(route, path, good && 'application/json', good)
      for (const path of spoiltQueries(route, material)) assert.equal((await ask(route, path)).status, 400, path)
      if (!route.body) continue
      const json = BODIES.map((body): [string, string] => ['application/json', body])
      for (const [type, body] of route.takesForms ? [...json, ...FORMS] : json) {
        const { status } = await ask(route, fill(route, material), type, body)
        // An operation that is not for this caller at all: 403, and 401 where only visitors of a page are known.
        const isForOthers = status === 403 || (status === 401 && route.path.includes('/widget/'))
        assert.ok(status === 400 || isForOthers, `${route.method} ${route.path} with ${body}: ${status}`)
      }
    }
    assert.equal(await digestStore(server.core.store), before)
  })
}

function credentials({ secrets }: Material): [string, string][] {
  return [
    ['authorization', `Bearer ${secrets.good}`],
    ['api_access_token', secrets.good],
  ]
}

/** The route's address with a NUL in one of its ids. */
function spoiltPaths(route: Route, material: Material): string[] {
  return route.parameters.filter((one) => one.in === 'path').map(({ name }) => fill(route, material, name))
}

function spoiltQueries(route: Route, material: Material): string[] {
  return route.parameters
    .filter((one) => one.in === 'query')
    .flatMap(({ name }) => ['%00', 'a%00b'].map((value) => `${fill(route, material)}?${encodeURIComponent(name)}=${value}`))
}

function fill(route: Route, { known }: Material, spoilt?: string): string {
  return route.path.replace(/\{([^}]+)\}/g, (_all, name: string) => `${known(name)[0] ?? 1}${name === spoilt ? '%00' : ''}`)
}
