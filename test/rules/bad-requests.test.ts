import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DIALECTS } from '../../src/dialects/index.ts'
import { ENGINE, startServer, type TestServer } from '../harness.ts'
import { assertNoInsides, assertRefusal } from './envelopes.ts'
import { gather } from './material.ts'
import { exchange, type RawRequest, toBytes } from './raw-http.ts'
import { badRequest, type Material, type Route } from './request-arbitraries.ts'
import { routesOf } from './routes.ts'
import { digestStore } from './store-digest.ts'

// More of them: PARLEY_FUZZ_RUNS=1000. The same again: PARLEY_FUZZ_SEED with the number a failure names. What refuses is nearly always before the store, and to compare all of
// PostgreSQL's tables after each is slow.
const RUNS = Number(process.env.PARLEY_FUZZ_RUNS ?? (ENGINE === 'postgres' ? 10 : 40))
const SEED = Number(process.env.PARLEY_FUZZ_SEED ?? 20_260_301)
for (const { name } of DIALECTS) {
  test(`${name}: generated bad requests are refused in its own words, and leave nothing behind`, async (t) => {
    const server = await startServer(t)
    const material = await gather(server, name)
    const failures: string[] = []
    for (const route of await routesOf(server, name)) failures.push(...(await attack(server, route, material)))
    if (failures.length > 0) assert.fail(failures.join('\n\n'))
  })
}

/** What went wrong with a route: the smallest request that shows it, and how to get it again. */
async function attack(server: TestServer, route: Route, material: Material): Promise<string[]> {
  let before = await digestStore(server.core.store)
  const property = fc.asyncProperty(badRequest(route, material), async (request) => {
    const answer = await exchange(server.url, request)
    if (answer.status >= 400) {
      // Headers beyond 16 kB are refused before anybody reads the address.
      assertRefusal(answer, answer.status === 431 ? 'server' : route.dialect, request.method)
      if (request.method !== 'GET') assert.equal(await digestStore(server.core.store), before, 'a refused request has written something')
      return
    }
    assertNoInsides(answer.text.replaceAll('<', '')) // what was written may come back, and may hold markup
    before = await digestStore(server.core.store)
  })
  const run = await fc.check(property, { numRuns: RUNS, seed: SEED })
  if (!run.failed) return []
  const request = run.counterexample?.[0]
  const shrunk = request
    ? toBytes(request)
        .toString('latin1')
        .slice(0, 20_000)
        .replace(/(.)\1{99,}/gs, '$1…(many)')
    : 'no request'
  const again = `PARLEY_FUZZ_SEED=${run.seed} PARLEY_FUZZ_RUNS=${RUNS}`
  return [`${route.method} ${route.path}: ${(run.errorInstance as Error | null)?.message}\n${again}\n${shrunk}`]
}

test('what no dialect is asked about is refused in the words of the server', async (t) => {
  const server = await startServer(t)
  const requests: RawRequest[] = [
    { method: 'GET', path: '/nowhere', headers: [] },
    { method: 'POST', path: '/', headers: [['content-type', 'application/json']], body: Buffer.from('{') },
    { method: 'GET', path: '/%', headers: [] },
    { method: 'GET', path: '/%00', headers: [] },
    { method: 'PUT', path: '/docs', headers: [['content-type', 'text/plain']], body: Buffer.from('x') },
    { method: 'GET', path: '/docs/nobody', headers: [] },
    { method: 'GET', path: '/docs/%ff', headers: [] },
    { method: 'GET', path: '/files/%00/x', headers: [] },
    { method: 'GET', path: `/files/${'a'.repeat(5000)}/x`, headers: [] },
    { method: 'OPTIONS', path: '*', headers: [] },
    { method: 'GET', path: '/chatwootx/api', headers: [] },
    { method: 'NONSENSE', path: '/healthz', headers: [] },
    { method: 'GET', path: '/healthz', headers: [['x-huge', 'y'.repeat(40_000)]] },
    { method: 'GET', path: '/a b', headers: [] },
    { method: 'GET', path: '/healthz', headers: [['bad header', '1']] },
    { method: 'GET', path: '/healthz', headers: [['x', 'a\0b']] },
  ]
  for (const request of requests) {
    const answer = await exchange(server.url, request)
    await t.test(`${request.method} ${request.path.slice(0, 30)}`, () => assertRefusal(answer, 'server', request.method))
  }
})
