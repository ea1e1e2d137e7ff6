import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase, startPostgres } from '../test/support/postgres.ts'
import { measureInserts } from './inserts.ts'
import { type LoadResult, load } from './load.ts'
import { fill, type Prepared, prepare, type Target } from './prepare.ts'
import { type Running, readUsage, startEcho, startParley } from './servers.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'embedded,postgres,large' },
    dialects: { type: 'string', default: 'ndoto,chatwoot,99digital,ondi,mews,tidysupport,parley' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '128' },
    messages: { type: 'string', default: '10000000' },
  },
})
const SECONDS = Number(options.seconds)
const CONNECTIONS = Number(options.connections)
const CONVERSATIONS = 1000
/** Groups in the bare-insert limit are as large as the batches the server makes under this load. */
const GROUP = CONNECTIONS / 2

type Row = { what: string; figure: string; goal: string; met: boolean | undefined }
const rows: Row[] = []
const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
const number = (value: number) => Math.round(value).toLocaleString('en-US')
const progress = (text: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)}  ${text}\n`)
const only = new Set(options.only.split(','))

try {
  if (only.has('embedded')) await benchShape('embedded', async (name) => join(folder, name, 'parley.sqlite'))
  if (only.has('postgres')) {
    progress('postgres: starting a PostgreSQL of its own, syncing to disk')
    const postgres = await startPostgres()
    try {
      await benchShape('postgres', () => createDatabase(postgres.url))
    } finally {
      await postgres.stop()
    }
  }
  if (only.has('large')) await benchLarge()
  printTable()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Sends and lists of every dialect on one kind of store, with the limits taken in between. */
async function benchShape(shape: 'embedded' | 'postgres', makeLocation: (name: string) => Promise<string>): Promise<void> {
  const echo = await withServer(await startEcho(), async (server) => {
    progress(`${shape}: the limit of bare HTTP`)
    const { sends } = (await prepared(shape, 'echo', await makeLocation('echo'))).targets[0] as Target
    return load({ port: server.port, connections: CONNECTIONS, seconds: SECONDS, next: (index) => sends[index % sends.length] as Buffer })
  })
  progress(`${shape}: the limit of bare grouped inserts`)
  const bare = await makeLocation('inserts')
  const inserts = await measureInserts(bare, await prepared(shape, 'inserts', bare), { seconds: SECONDS, group: GROUP })
  const limit = 1 / (1 / echo.perSecond + 1 / inserts)
  rows.push({ what: `${shape}: bare HTTP echo`, figure: `${number(echo.perSecond)}/s`, goal: '', met: undefined })
  rows.push({ what: `${shape}: bare grouped inserts`, figure: `${number(inserts)}/s`, goal: '', met: undefined })

  for (const name of options.dialects.split(',')) {
    const { target, server, base } = await serve(shape, name, await makeLocation(`send-${name}`))
    await withServer(server, async () => {
      progress(`${shape}: sends in ${name}`)
      const result = await run(server, target.sends)
      const ratio = result.perSecond / limit
      const goal = shape === 'embedded' ? '≥ 0.60 of the limit' : '≥ 15,000/s'
      const met = shape === 'embedded' ? ratio >= 0.6 : result.perSecond >= 15_000
      rows.push({ what: `${shape}: sends, ${name}`, figure: `${number(result.perSecond)}/s (${ratio.toFixed(2)} of the limit)`, goal, met })
      if (name === options.dialects.split(',')[0]) await latencyAndMemory(shape, server, target, result)
    })
    const store = await makeLocation(`list-${name}`)
    const full = await prepared(shape, `list-${name}`, store)
    await fill(store, join(folder, 'blobs'), full, 20, () => {})
    const lists = await startParley(base(store))
    await withServer(lists, async () => {
      progress(`${shape}: lists in ${name}`)
      const result = await run(lists, targetOf(full, name).lists)
      const goal = shape === 'embedded' ? '≥ 20,000/s' : ''
      rows.push({
        what: `${shape}: lists of 20, ${name}`,
        figure: `${number(result.perSecond)}/s`,
        goal,
        met: goal === '' ? undefined : result.perSecond >= 20_000,
      })
    })
  }
}

/** The latency at half of the rate just found, and the server's memory under that load. */
async function latencyAndMemory(shape: string, server: Running, target: Target, full: LoadResult): Promise<void> {
  progress(`${shape}: latency at half of that rate`)
  const half = await run(server, target.sends, full.perSecond / 2)
  rows.push({
    what: `${shape}: p99 of a send at half the rate`,
    figure: `${half.p99.toFixed(1)} ms (p50 ${half.p50.toFixed(1)} ms)`,
    goal: '≤ 10 ms',
    met: half.p99 <= 10,
  })
  const usage = readUsage(server.child)
  if (!usage) return
  const megabytes = usage.residentBytes / 1e6
  rows.push({ what: `${shape}: memory under that load`, figure: `${number(megabytes)} MB`, goal: '≤ 200 MB', met: megabytes <= 200 })
}

/** A list in a store of ten million messages against the same list in one of ten thousand: the same 500 conversations are polled in both. */
async function benchLarge(): Promise<void> {
  const total = Number(options.messages)
  const sizes = [10_000, total]
  const found: { latency: number; cold: number; readyMs: number }[] = []
  for (const size of sizes) {
    const each = size === total ? 1000 : 20
    const conversations = size / each
    const store = join(folder, `large-${size}`, 'parley.sqlite')
    const full = await prepared('embedded', `large-${size}`, store, conversations)
    let said = 0
    await fill(store, join(folder, 'blobs'), full, each, (done) => {
      if (done - said < total / 10) return
      said = done
      progress(`large: ${number(done)} of ${number(size)} messages written`)
    })
    const server = await startParley({ PARLEY_DATA: join(folder, `large-${size}`) })
    await withServer(server, async () => {
      const { lists } = targetOf(full, 'chatwoot')
      progress(`large: lists at ${number(size)} messages`)
      const spread = (index: number) => lists[(index * 7919) % lists.length] as Buffer
      const cold = await load({ port: server.port, connections: 1, seconds: SECONDS, next: spread })
      const polled = Array.from({ length: 500 }, (_, index) => lists[Math.floor((index * lists.length) / 500)] as Buffer)
      const warm = await load({
        port: server.port,
        connections: 1,
        seconds: SECONDS,
        next: (index) => polled[index % polled.length] as Buffer,
      })
      found.push({ latency: 1000 / warm.perSecond, cold: 1000 / cold.perSecond, readyMs: server.readyMs })
    })
  }
  const [small, large] = found
  if (!small || !large) return
  const ratio = large.latency / small.latency
  const at = (one: typeof small) => `${one.latency.toFixed(3)} ms`
  rows.push({
    what: `list at ${number(sizes[1] ?? 0)} messages against 10,000`,
    figure: `${ratio.toFixed(2)} × (${at(large)} and ${at(small)})`,
    goal: '≤ 1.2 ×',
    met: ratio <= 1.2,
  })
  rows.push({
    what: 'the same, every conversation in turn, nothing kept in memory',
    figure: `${(large.cold / small.cold).toFixed(2)} × (${large.cold.toFixed(3)} ms)`,
    goal: '',
    met: undefined,
  })
  rows.push({
    what: 'start to first answer, full store',
    figure: `${number(large.readyMs)} ms`,
    goal: '≤ 500 ms',
    met: large.readyMs <= 500,
  })
}

async function serve(shape: string, name: string, location: string) {
  const full = await prepared(shape, `send-${name}`, location)
  const base = (store: string): Record<string, string> =>
    shape === 'postgres' ? { DATABASE_URL: store, PARLEY_DATA: join(folder, 'data') } : { PARLEY_DATA: join(store, '..') }
  return { target: targetOf(full, name), server: await startParley(base(location)), base }
}

function prepared(shape: string, name: string, location: string, conversations = CONVERSATIONS): Promise<Prepared> {
  progress(`${shape}: preparing ${name}`)
  return prepare(location, join(folder, 'blobs'), conversations)
}

function targetOf(full: Prepared, name: string): Target {
  const target = full.targets.find((one) => one.name === name)
  if (!target) throw new Error(`there is no dialect ${name}`)
  return target
}

/** Loads conversations in a scattered order, after a short warm-up. */
async function run(server: Running, requests: Buffer[], rate?: number): Promise<LoadResult> {
  const next = (index: number) => requests[(index * 7919) % requests.length] as Buffer
  if (!rate) await load({ port: server.port, connections: CONNECTIONS, seconds: 1, next })
  const result = await load({ port: server.port, connections: CONNECTIONS, seconds: SECONDS, rate, next })
  if (result.failures > 0) throw new Error(`${result.failures} requests failed, the first with: ${result.firstFailure}`)
  return result
}

async function withServer<T>(server: Running, work: (server: Running) => Promise<T>): Promise<T> {
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

function printTable(): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname })
    .toString()
    .trim()
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  console.log(`\nParley ${commit}, Node ${process.versions.node}, ${machine}, ${CONNECTIONS} connections, ${SECONDS} s each\n`)
  console.log('| what | figure | goal | |\n| --- | --- | --- | --- |')
  for (const row of rows)
    console.log(`| ${row.what} | ${row.figure} | ${row.goal} | ${row.met === undefined ? '' : row.met ? 'reached' : 'not reached'} |`)
}
