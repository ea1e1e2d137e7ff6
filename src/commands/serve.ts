import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { Core } from '../core/context.ts'
import { seedEmptyStore } from '../core/seed/apply-seed.ts'
import { DEMO_SEED } from '../core/seed/demo-seed.ts'
import { createLog } from '../observe/log.ts'
import { createMetrics } from '../observe/metrics.ts'
import { createServer } from '../server.ts'
import { VERSION } from '../version.ts'
import { CommandError, type Invocation } from './command.ts'
import { keepDemoSecrets, readDemoSecrets } from './demo-secrets.ts'
import { describeKnownAccount } from './describe-connections.ts'
import { startHousekeeping } from './housekeeping.ts'
import { describeStore, localUrl, openInstallation } from './open-installation.ts'
import { welcomeText } from './welcome.ts'

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
    if (config.demo === 'auto') {
      const secretsOf = (made: readonly { secret: string }[]) => made.map((one) => one.secret)
      await seedEmptyStore(core, DEMO_SEED, (made) => keepDemoSecrets(config.data, secretsOf(made)))
    }
    let stopping = false
    const server = createServer({ core, log, version: VERSION, hosts: config.hosts, metrics, isStopping: () => stopping })
    const port = await listen(server, config)
    const housekeeping = startHousekeeping(core, config.idempotencyHours, log)
    await greet(core, config, port, terminal)
    await signal
    stopping = true
    log.info('stopping: finishing what was accepted')
    await server.close()
    await housekeeping.stop()
  } finally {
    await close()
  }
  log.info('stopped')
  return 0
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
  terminal.out(welcomeText({ local, publicUrl: config.publicUrl, store: describeStore(config), data: config.data, demo }))
}
