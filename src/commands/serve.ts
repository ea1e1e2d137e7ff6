import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { standardRetention } from '../config-retention.ts'
import type { Core } from '../core/context.ts'
import { loadSanitiser } from '../core/messages/html.ts'
import { startDelivery } from '../delivery/delivery.ts'
import type { DeliveryParts } from '../delivery/delivery-parts.ts'
import { createHttpSender } from '../delivery/egress/http-sender.ts'
import { OUTLETS } from '../dialects/index.ts'
import { loadCompiler } from '../dialects/validator.ts'
import { buildInbox } from '../inbox-page/build-inbox.ts'
import { createLog } from '../observe/log.ts'
import { createMetrics } from '../observe/metrics.ts'
import { createServer } from '../server.ts'
import { listAccounts } from '../storage/queries/accounts.ts'
import { VERSION } from '../version.ts'
import { CommandError, type Invocation } from './command.ts'
import { keepDemoSecrets, readDemoSecrets } from './demo-secrets.ts'
import { describeKnownAccount } from './describe-connections.ts'
import { startHousekeeping } from './housekeeping.ts'
import { makeInboxLink } from './inbox-link.ts'
import { describeStore, localUrl, openInstallation } from './open-installation.ts'
import { welcomeText } from './welcome.ts'

/** Long enough for whoever waits for the server to have its first answer. */
const AFTER_START_MS = 100
/** Whoever tries the demo account may do so all day. */
const LINK_HOURS = 24

/** `parley serve`: runs until SIGINT or SIGTERM, then finishes what it has accepted. */
export async function serve({ settings, terminal }: Invocation): Promise<number> {
  const { config } = settings
  // Listened for from the first moment on, so that a stop during the start is not lost.
  const signal = terminal.stopSignal()
  const log = createLog(config.logLevel, { write: terminal.out, isTty: terminal.isTty })
  const metrics = createMetrics()
  const { core, close } = await openInstallation(config, metrics.onBatch)
  try {
    metrics.watch(core)
    if (config.demo === 'auto') await ensureDemo(core, config)
    let stopping = false
    const server = createServer({
      core,
      log,
      version: VERSION,
      hosts: config.hosts,
      limits: config.rateLimits,
      pages: config.cors,
      metrics,
      inbox: buildInbox,
      isStopping: () => stopping,
    })
    const port = await listen(server, config)
    const housekeeping = startHousekeeping(core, { hours: config.idempotencyHours, retention: standardRetention(config) }, log)
    const origin = config.publicUrl ?? localUrl(config, port)
    const delivery = deliverWebhooks({ core, log, origin, onTry: metrics.onTry }, config)
    await greet(core, config, port, terminal)
    setTimeout(loadTheRest, AFTER_START_MS).unref()
    await signal
    stopping = true
    log.info('stopping: finishing what was accepted')
    await Promise.all([server.close(), delivery.stop()])
    await housekeeping.stop()
  } finally {
    await close()
  }
  log.info('stopped')
  return 0
}

/** Tells webhooks what happens, each in the words of its dialect, until it is stopped. */
function deliverWebhooks(parts: Pick<DeliveryParts, 'core' | 'log' | 'origin' | 'onTry'>, config: Config): { stop(): Promise<void> } {
  const onRefused = (refused: { host: string; address: string }) =>
    parts.log.warn(refused, 'a webhook’s address is not public; PARLEY_EGRESS_ALLOW can let it pass')
  const sender = createHttpSender({ allow: config.egressAllow, now: parts.core.now, onRefused })
  const delivery = startDelivery({ ...parts, outlets: OUTLETS, sender, version: VERSION, retryHours: config.webhookRetryHours })
  return {
    async stop() {
      await delivery.stop()
      await sender.close()
    },
  }
}

/** The modules for it are loaded for a new store alone: they are a tenth of a start. */
async function ensureDemo(core: Core, config: Config): Promise<void> {
  if ((await listAccounts(core.store, { after: 0, limit: 1 })).length > 0) return
  const [{ seedEmptyStore }, { DEMO_SEED }] = await Promise.all([import('../core/seed/apply-seed.ts'), import('../core/seed/demo-seed.ts')])
  await seedEmptyStore(core, DEMO_SEED, (made) =>
    keepDemoSecrets(
      config.data,
      made.map((one) => one.secret),
    ),
  )
}

/** What no start needs, before the first request does. */
function loadTheRest(): void {
  loadCompiler()
  loadSanitiser()
}

/** Starts listening and says the port. Throws a `CommandError` that names what is in the way. */
async function listen(server: FastifyInstance, { host, port }: Config): Promise<number> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reasons: Record<string, string> = {
      EADDRINUSE: `Port ${port} on ${host} is in use. Stop the other program, or choose another port: PORT=${port + 1}`,
      EACCES: `Port ${port} may not be opened by this user. Choose one above 1023: PORT=4000`,
      EADDRNOTAVAIL: `${host} is not an address of this machine. HOST=127.0.0.1 is for this machine alone, HOST=0.0.0.0 for all of its addresses`,
      ENOTFOUND: `HOST ${host} cannot be found. HOST=127.0.0.1 is for this machine alone, HOST=0.0.0.0 for all of its addresses`,
    }
    await server.close()
    throw new CommandError(`${reasons[code ?? ''] ?? `The server cannot listen: ${message}`}.`, { cause: error })
  }
  return (server.server.address() as AddressInfo).port
}

/** In front of a person, and where the demo account is, says what to do next; a log collector is left alone. */
async function greet(core: Core, config: Config, port: number, terminal: Invocation['terminal']): Promise<void> {
  const local = localUrl(config, port)
  const demo = await describeKnownAccount(core, local, readDemoSecrets(config.data))
  if (!terminal.isTty && !demo) return
  const { publicUrl } = config
  const inbox = demo ? await makeInboxLink(core, demo.parley.accountId, { url: publicUrl ?? local, hours: LINK_HOURS }) : null
  terminal.out(welcomeText({ local, publicUrl, store: describeStore(config), data: config.data, demo, inbox }))
}
