import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createDiskBlobs } from '../src/blobs/disk.ts'
import { createAccount, systemCtx } from '../src/core/accounts/create-account.ts'
import { createChannel } from '../src/core/channels/create-channel.ts'
import type { Ctx } from '../src/core/context.ts'
import { createConversation } from '../src/core/conversations/create-conversation.ts'
import { createMember } from '../src/core/members/create-member.ts'
import { sendMessages } from '../src/core/messages/send-messages.ts'
import { openCore } from '../src/core/open-core.ts'
import { createWebhook } from '../src/core/webhooks/create-webhook.ts'
import { startDelivery } from '../src/delivery/delivery.ts'
import { createHttpSender } from '../src/delivery/egress/http-sender.ts'
import { OUTLETS } from '../src/dialects/index.ts'
import { openStore } from '../src/storage/open.ts'
import { createDatabase, startPostgres } from '../test/support/postgres.ts'
import { startEcho } from './servers.ts'

// How many deliveries a second leave for one webhook with a receiver on this machine that answers at once: `node bench/deliveries.ts [messages]`.

const MESSAGES = Number(process.argv[2] ?? 20_000)
const CONVERSATIONS = 1000

const folder = mkdtempSync(join(tmpdir(), 'parley-deliveries-'))
const receiver = await startEcho()
const postgres = await startPostgres()
try {
  console.log(`embedded: ${await measure(join(folder, 'parley.sqlite'))}`)
  console.log(`postgres: ${await measure(await createDatabase(postgres.url))}`)
} finally {
  await receiver.stop()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Everything is said while nobody delivers, and then delivered. */
async function measure(location: string): Promise<string> {
  const store = await openStore(location, { connections: 10 })
  mkdirSync(join(folder, 'blobs'), { recursive: true })
  const core = await openCore({ store, blobs: createDiskBlobs(join(folder, 'blobs')) })
  const { ctx, conversations } = await store.tx(async (tx) => {
    const account = await createAccount(core, tx, { name: 'Bench' })
    const system = systemCtx(core, account.id)
    await createChannel(system, tx, { name: 'Website' })
    const ann = await createMember(system, tx, { name: 'Ann', email: 'ann@bench.example', role: 'administrator' })
    const made: number[] = []
    for (let index = 0; index < CONVERSATIONS; index++) made.push((await createConversation(system, tx, {})).id)
    const input = { url: `http://127.0.0.1:${receiver.port}/`, events: ['message.created'] }
    await createWebhook(system, tx, input, input.events)
    return { ctx: { ...system, actor: ann } satisfies Ctx, conversations: made }
  })
  for (let from = 0; from < MESSAGES; from += 500) {
    const batch = Array.from({ length: 500 }, (_, index) => {
      const id = conversations[((from + index) * 7919) % CONVERSATIONS] as number
      return { to: { id }, by: ctx.actor, direction: 'outbound', text: `Message ${from + index}` } as const
    })
    await sendMessages(ctx, batch, {}, () => ({ status: 200, body: null }))
  }
  const sender = createHttpSender({ allow: ['127.0.0.0/8'], now: core.now })
  const log = pino({ level: 'error' })
  const before = process.cpuUsage()
  const started = performance.now()
  const delivery = startDelivery({ core, outlets: OUTLETS, sender, log, origin: 'http://127.0.0.1', version: 'bench', retryHours: 72 })
  await delivery.quiet()
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  await delivery.stop()
  await sender.close()
  const left = await store.one<{ count: number }>("select count(*) as count from webhook_deliveries where state <> 'delivered'")
  await store.close()
  const perSecond = Math.round(MESSAGES / seconds).toLocaleString('en-US')
  const lost = left?.count ? `, and ${left.count} were not taken` : ''
  return `${perSecond} deliveries a second, ${Math.round((user + system) / MESSAGES)} µs of a processor each${lost}`
}
