import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { pino } from 'pino'
import type { Blobs } from '../src/blobs/blobs.ts'
import { createDiskBlobs } from '../src/blobs/disk.ts'
import type { Core } from '../src/core/context.ts'
import { openCore } from '../src/core/open-core.ts'
import type { StreamLimits } from '../src/core/streams/streams.ts'
import { type Delivery, startDelivery } from '../src/delivery/delivery.ts'
import type { DeliveryParts } from '../src/delivery/delivery-parts.ts'
import { createHttpSender } from '../src/delivery/egress/http-sender.ts'
import { OUTLETS } from '../src/dialects/index.ts'

import { createServer, type ServerParts } from '../src/server.ts'
import { openStore } from '../src/storage/open.ts'
import { recordAnswers } from './record-answers.ts'
import { createDatabase, dropDatabase } from './support/postgres.ts'
import { templateDatabase } from './support/template-database.ts'
import { makeWorld, type World } from './world.ts'

export const ENGINE = process.env.PARLEY_TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite'

/** Passwords of tests guard nothing; what a real one costs is tested once, beside it. */
const CHEAP = { N: 1024, r: 8, p: 1 }

export type TestServer = World & {
  url: string
  core: Core
  /** Sends a request and reads the answer: JSON where it is JSON. `path` begins with `/`. */
  call(method: string, path: string, options?: CallOptions): Promise<CallAnswer>
  /** Stops the server and opens it again on the same store, as a restart does. */
  restart(): Promise<void>
  /** Every file below the blob folder, kept bytes and those that are still coming in. */
  blobFiles(): string[]
  /** Delivers to webhooks what is due, and resolves once nothing is under way any more; only with `delivery`. */
  deliver(): Promise<void>
  /** The address of a second server over the same store, with connections and a memory of its own, as another process has. */
  startTwin(): Promise<string>
}

export type CallOptions = { token?: string; headers?: Record<string, string>; body?: unknown; raw?: string | Uint8Array }
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back and asserts on it.
export type CallAnswer = { status: number; headers: Headers; body: any; text: string }

/**
 * A real server on a free port with its own empty store, a world of two accounts in it, and everything closed after the test. Time is the real clock unless
 * `now` lends one; webhooks are told nothing unless `delivery` asks for it, and may then lie on this machine; attachments lie in a folder unless `blobs` lends a store; `parts` are the server's own options. Every answer it gives must be what its dialect's OpenAPI document says, or the test fails.
 */
export async function startServer(
  t: TestContext,
  options: {
    now?: () => number
    blobs?: (incoming: string) => Blobs
    /** Whether webhooks are told what happens; a lent outlet stands for its dialect's own. */
    delivery?: true | Partial<Pick<DeliveryParts, 'outlets' | 'sender' | 'retryHours' | 'log'>>
    streamLimits?: StreamLimits
    parts?: Partial<Pick<ServerParts, 'log' | 'timeouts' | 'hosts' | 'limits' | 'pages' | 'inbox'>>
  } = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const blobFolder = join(folder, 'blobs')
  mkdirSync(blobFolder)
  const target = ENGINE === 'postgres' ? await copyTemplate(process.env.PARLEY_TEST_DATABASE_URL ?? '') : join(folder, 'parley.sqlite')
  const answers = recordAnswers()
  const log = pino({ level: process.env.PARLEY_TEST_LOG ?? 'silent' })

  async function open() {
    const store = await openStore(target, { connections: 4 })
    const core = await openCore({
      store,
      blobs: options.blobs ? options.blobs(join(blobFolder, 'incoming')) : createDiskBlobs(blobFolder),
      now: options.now,
      passwordCost: CHEAP,
      streamLimits: options.streamLimits,
    })
    const server = createServer({ core, log, version: 'test', ...options.parts })
    answers.watch(server.server)
    await server.listen({ port: 0, host: '127.0.0.1' })
    const url = `http://127.0.0.1:${(server.server.address() as { port: number }).port}`
    const delivery = options.delivery && deliverWebhooks(core, url, options.delivery === true ? {} : options.delivery)
    const close = async () => {
      await delivery?.stop()
      await server.close()
      await store.close()
    }
    return { core, url, delivery, close }
  }

  let running = await open()
  const twins: (typeof running)[] = []
  t.after(async () => {
    try {
      await answers.check(running.url)
    } finally {
      for (const twin of twins) await twin.close()
      await running.close()
      if (ENGINE === 'postgres') await dropDatabase(target)
      rmSync(folder, { recursive: true, force: true })
      // The runner keeps what it calls after a test, and with it this function's variables: a dozen files of servers would fill the memory.
      twins.length = 0
      running = undefined as never
    }
  })
  const world = await makeWorld(running.core)
  return {
    ...world,
    get url() {
      return running.url
    },
    get core() {
      return running.core
    },
    async call(method, path, callOptions) {
      const answer = await call(running.url + path, method, callOptions)
      await answers.check(running.url)
      return answer
    },
    async restart() {
      await running.close()
      running = await open()
    },
    async deliver() {
      await running.delivery?.quiet()
    },
    blobFiles() {
      const entries = readdirSync(blobFolder, { recursive: true, withFileTypes: true })
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    },
    async startTwin() {
      const twin = await open()
      twins.push(twin)
      return twin.url
    },
  }
}

/** Gaps between tries are as long as they are in the middle. */
function deliverWebhooks(core: Core, origin: string, lent: Partial<DeliveryParts>): Delivery {
  const sender = createHttpSender({ allow: ['127.0.0.0/8'], now: core.now })
  const log = pino({ level: process.env.PARLEY_TEST_LOG ?? 'silent' })
  const parts = { core, outlets: OUTLETS, sender, log, origin, version: 'test', retryHours: 72, jitter: () => 0.5 }
  const delivery = startDelivery({ ...parts, ...lent })
  return {
    quiet: delivery.quiet,
    async stop() {
      await delivery.stop()
      await sender.close()
    },
  }
}

async function copyTemplate(url: string): Promise<string> {
  return createDatabase(url, undefined, await templateDatabase(url))
}

/** `token` goes out as both a Bearer token and `api_access_token`, so one call fits every dialect with credentials in headers. */
export async function call(url: string, method: string, options: CallOptions = {}): Promise<CallAnswer> {
  const headers: Record<string, string> = { ...options.headers }
  if (options.token !== undefined) {
    headers.authorization ??= `Bearer ${options.token}`
    headers.api_access_token ??= options.token
  }
  let body: string | Uint8Array | undefined = options.raw
  if (options.body !== undefined) {
    headers['content-type'] ??= 'application/json'
    body = JSON.stringify(options.body)
  }
  const answer = await fetch(url, { method, headers, body: body as never, redirect: 'manual' })
  const text = await answer.text()
  const json = answer.headers.get('content-type')?.includes('json')
  return { status: answer.status, headers: answer.headers, text, body: json && text !== '' ? JSON.parse(text) : text }
}
