import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Logger, pino } from 'pino'
import { openEventStream } from '../../test/event-stream-client.ts'
import { call, startServer, type TestServer } from '../../test/harness.ts'
import { waitFor } from '../../test/wait-for.ts'
import { systemCtx } from '../core/accounts/create-account.ts'
import { minuteOf } from '../core/activity/by-minute.ts'
import { createWebhook } from '../core/webhooks/create-webhook.ts'
import { createServer } from '../server.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'

/** A second server over a test server's store, with metrics. */
async function startObserved(t: TestContext, options: { log?: Logger; core?: Partial<TestServer['core']> } = {}) {
  const world = await startServer(t)
  const metrics = createMetrics()
  metrics.watch(world.core)
  const state = { stopping: false }
  const log = options.log ?? pino({ level: 'silent' })
  const core = { ...world.core, ...options.core }
  const server = createServer({ core, log, version: 'test', metrics, isStopping: () => state.stopping })
  await server.listen({ port: 0, host: '127.0.0.1' })
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.server.address() as { port: number }).port}`
  const read = async (pattern: RegExp) => (await call(`${url}/metrics`, 'GET')).text.split('\n').filter((line) => pattern.test(line))
  return { world, server, url, state, metrics, read }
}

const ROUTE = '/ndoto/api/v1/accounts/:account_id/conversations/:conversation_id/messages'

test('every request is counted once, by dialect, method, route and status', async (t) => {
  const { world, url, read } = await startObserved(t)
  const { home } = world
  const path = `${url}/ndoto/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
  const token = home.tokens.ndoto
  await call(path, 'GET', { token })
  await call(path, 'GET', { token })
  await call(path, 'GET')
  await call(path, 'POST', { token, body: { content: 'Hello', message_type: 'outgoing' } })
  await call(`${url}/healthz`, 'HEAD')
  await call(`${url}/made/up?x=1`, 'GET')
  await call(`${url}/ndoto/made/up`, 'POST')

  assert.deepEqual((await read(/^parley_http_requests_total/)).sort(), [
    'parley_http_requests_total{dialect="",method="",route="",status="404"} 2',
    'parley_http_requests_total{dialect="",method="HEAD",route="/healthz",status="200"} 1',
    `parley_http_requests_total{dialect="ndoto",method="GET",route="${ROUTE}",status="200"} 2`,
    `parley_http_requests_total{dialect="ndoto",method="GET",route="${ROUTE}",status="401"} 1`,
    `parley_http_requests_total{dialect="ndoto",method="POST",route="${ROUTE}",status="200"} 1`,
  ])
  const labels = `dialect="ndoto",method="GET",route="${ROUTE}"`
  const buckets = await read(new RegExp(`^parley_http_request_seconds_bucket.*method="GET",route="${ROUTE}"`))
  const counts = buckets.map((line) => Number(line.split(' ')[1]))
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
    'buckets count everything below their bound',
  )
  assert.equal(buckets.at(-1), `parley_http_request_seconds_bucket{${labels},le="+Inf"} 3`)
  assert.deepEqual(await read(new RegExp(`^parley_http_request_seconds_count{${labels}`)), [
    `parley_http_request_seconds_count{${labels}} 3`,
  ])
  const [sum = ''] = await read(new RegExp(`^parley_http_request_seconds_sum{${labels}`))
  assert.ok(Number(sum.split(' ')[1]) > 0)

  // The same by API and minute, for who looks at the activity; the second time nothing is left to add.
  const { process } = world.core.activity
  const minute = minuteOf(world.core.now())
  await process.sample()
  await process.sample()
  const samples = [minute, minute + 1].flatMap((one) => process.minutes.find(one) ?? [])
  const counted = samples.flatMap(({ requests }) => [...requests].map(([dialect, { count }]) => [dialect, count]))
  assert.deepEqual(counted, [['ndoto', 4]])
  assert.match((await read(/^parley_store_bytes /))[0] ?? '', new RegExp(` ${samples.at(-1)?.storeBytes}$`))
})

test('what Parley asks itself to show faces is no request of a vendor’s clients', async (t) => {
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => lines.push(line), isTty: false })
  const { world, url, read } = await startObserved(t, { log })
  const path = `/parley/v1/conversations/${world.home.conversation.id}/faces`
  const { body } = await call(url + path, 'GET', { token: world.home.secrets.ann })
  assert.deepEqual([body.faces.length, body.faces.filter((face: { status: number }) => face.status !== 200)], [7, []])
  const route = '/parley/v1/conversations/:conversationId/faces'
  const counted = `parley_http_requests_total{dialect="parley",method="GET",route="${route}",status="200"} 1`
  assert.deepEqual(await read(/^parley_http_requests_total/), [counted])
  const logged = lines.map((line) => JSON.parse(line)).filter((line) => line.msg === 'request' && line.route !== '/metrics')
  assert.deepEqual(
    logged.map((line) => line.route),
    [route],
  )
})

test('commits, transactions and the queue of sends are there to be seen, with the process itself', async (t) => {
  const { world, url, read } = await startObserved(t)
  const { home } = world
  const path = `${url}/ndoto/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
  await call(path, 'POST', { token: home.tokens.ndoto, body: { content: 'Hello', message_type: 'outgoing' } })
  assert.deepEqual(await read(/^parley_send_queue_waiting/), ['parley_send_queue_waiting 0'])
  assert.deepEqual(await read(/^parley_commit_seconds_count/), ['parley_commit_seconds_count 1'])
  assert.deepEqual(await read(/^parley_transactions_total/), ['parley_transactions_total 1'])
  assert.equal((await read(/^process_resident_memory_bytes/)).length, 1)
})

test('streams are counted while they are open and by what they tell, and how long one was open is no latency', async (t) => {
  const { world, url, read } = await startObserved(t)
  const { home } = world
  const events = `${url}/parley/v1/events`
  const stream = await openEventStream(`${events}?after=0`, { token: home.secrets.ann })
  await stream.next(({ type }) => type === 'conversation.created')
  assert.deepEqual(await read(/^parley_streams_open /), ['parley_streams_open 1'])
  world.core.streams.stop()
  await waitFor(stream.ended)
  assert.deepEqual(await read(/^parley_streams_open /), ['parley_streams_open 0'])
  const [told = ''] = await read(/^parley_streamed_events_total /)
  assert.ok(Number(told.split(' ')[1]) > 5, told)
  assert.deepEqual(await read(/^parley_streams_slow_total /), ['parley_streams_slow_total 0'])
  await waitFor(async () => (await read(/^parley_http_requests_total.*v1\/events/)).length === 1)
  assert.deepEqual(await read(/^parley_http_request_seconds_count.*v1\/events/), [])
})

test('a server that is about to stop, or whose store is gone, is not ready, and up all the same', async (t) => {
  const { url, state, world } = await startObserved(t)
  const ask = async (path: string) => {
    const { status, body } = await call(url + path, 'GET')
    return [status, body]
  }
  assert.deepEqual(await ask('/readyz'), [200, { status: 'ok' }])
  state.stopping = true
  assert.deepEqual(await ask('/readyz'), [503, { status: 'stopping' }])
  assert.deepEqual(await ask('/healthz'), [200, { status: 'ok' }])
  const gone = await startObserved(t, { core: { store: { ...world.core.store, one: () => Promise.reject(new Error('gone')) } } })
  assert.deepEqual((await call(`${gone.url}/readyz`, 'GET')).body, { status: 'store_unreachable' })
})

test('a failure is logged at error with its request id, its cause, and nothing that was said', async (t) => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line), isTty: false })
  const { world, url, server } = await startObserved(t, { log })
  const broken = Object.assign(new Error('disk I/O error'), {
    code: 'ERR_SQLITE_ERROR',
    parameters: ['between us'],
    detail: 'row (between us)',
  })
  t.mock.method(world.core.sends, 'submit', () => Promise.reject(broken))
  const { home } = world
  const path = `${url}/ndoto/api/v1/accounts/${home.account.id}/conversations/${home.conversation.number}/messages`
  const answer = await call(path, 'POST', { token: home.tokens.ndoto, body: { content: 'between us', message_type: 'outgoing' } })
  assert.equal(answer.status, 500)
  assert.ok(!answer.text.includes('disk'))
  await server.close()
  const failures = lines.map((line) => JSON.parse(line)).filter((line) => line.level === 'error')
  assert.equal(new Set(failures.map((line) => line.requestId)).size, 1)
  const cause = failures.find((line) => line.err)
  assert.deepEqual([cause.err.message, cause.err.code, cause.err.parameters], ['disk I/O error', 'ERR_SQLITE_ERROR', undefined])
  assert.ok(failures.some((line) => line.route === ROUTE && line.status === 500))
  for (const hidden of ['between us', home.tokens.ndoto]) assert.ok(!lines.join('').includes(hidden))
})

test('in front of a person a log line is plain, with the stack of an error below it', () => {
  let out = ''
  const log = createLog('info', { write: (text) => (out += text), isTty: true })
  log.info({ port: 4000 }, 'listening')
  log.debug('not shown')
  log.error({ err: new Error('broken', { cause: new TypeError('inner') }) }, 'failed')
  assert.match(out, /^\d\d:\d\d:\d\d info {2}listening port=4000\n\d\d:\d\d:\d\d error failed\nError: broken\n {4}at /)
})

test('webhooks are counted by what became of each try, and what they were not told yet by a look at the store', async (t) => {
  const { world, metrics, read } = await startObserved(t)
  const ctx = systemCtx(world.core, world.home.account.id)
  const add = (url: string) => world.core.store.tx((tx) => createWebhook(ctx, tx, { url, events: ['all'] }, ['all']))
  await add('https://one.example')
  await add('https://two.example')
  metrics.onTry({ taken: true, seconds: 0.02, ageSeconds: 1 })
  metrics.onTry({ taken: false, seconds: 10, ageSeconds: 1 })
  assert.deepEqual(await read(/^parley_webhook_(?!.*bucket|.*sum)/), [
    'parley_webhook_tries_total{outcome="taken"} 1',
    'parley_webhook_tries_total{outcome="failed"} 1',
    'parley_webhook_receiver_seconds_count 2',
    'parley_webhook_age_seconds_count 1',
    // The first has not read that it was made, nor that the second was.
    'parley_webhook_unread_events 3',
    'parley_webhook_pending_lanes 0',
  ])
})
