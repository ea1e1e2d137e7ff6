import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createDiskBlobs } from '../src/blobs/disk.ts'
import { keepDemoSecrets } from '../src/commands/demo-secrets.ts'
import { type AccountAccess, describeKnownAccount } from '../src/commands/describe-connections.ts'
import { makeInboxLink } from '../src/commands/inbox-link.ts'
import type { Core } from '../src/core/context.ts'
import { openCore } from '../src/core/open-core.ts'
import { seedEmptyStore } from '../src/core/seed/apply-seed.ts'
import { DEMO_SEED } from '../src/core/seed/demo-seed.ts'
import type { FindPages } from '../src/inbox-page.ts'
import { createMetrics } from '../src/observe/metrics.ts'
import { createServer } from '../src/server.ts'
import { openStore } from '../src/storage/open.ts'
import { VERSION } from '../src/version.ts'

/** A new installation with nothing but the demo account, listening on a free port of this machine. `connect` says that account's access, like the command. */
export type Demo = { core: Core; url: string; data: string; connect(): Promise<AccountAccess>; close(): Promise<void> }

/** Starts the demo in a temporary folder of its own, which `close` removes. `now` lends a clock, `inbox` the built pages. */
export async function startDemo({ now, inbox }: { now?: () => number; inbox?: FindPages } = {}): Promise<Demo> {
  const data = mkdtempSync(join(tmpdir(), 'parley-demo-'))
  const store = await openStore(join(data, 'parley.sqlite'), { connections: 1 })
  const core = await openCore({ store, blobs: createDiskBlobs(join(data, 'blobs')), now })
  let secrets: string[] = []
  await seedEmptyStore(core, DEMO_SEED, (made) => {
    secrets = made.map((one) => one.secret)
    keepDemoSecrets(data, secrets)
  })
  const metrics = createMetrics()
  const server = createServer({ core, log: pino({ level: 'silent' }), version: VERSION, inbox, metrics })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  // As a start does, and `connect` does again: a link into the inbox takes ids, which the README's answers show.
  async function connect(): Promise<AccountAccess> {
    const access = await describeKnownAccount(core, url, secrets)
    if (!access) throw new Error('the demo seed made no account with a token')
    await makeInboxLink(core, access.parley.accountId, { url, hours: 1 })
    return access
  }
  await connect()
  return {
    core,
    url,
    data,
    connect,
    async close() {
      await server.close()
      await store.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
