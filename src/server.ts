import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Core } from './core/context.ts'
import { hearOthers } from './core/signals.ts'
import { mountFiles } from './dialects/files.ts'
import { createFindDialect } from './dialects/find-dialect.ts'
import { DIALECTS } from './dialects/index.ts'
import { answerError, mountDialect } from './dialects/mount-dialect.ts'
import { toAppError } from './dialects/to-app-error.ts'
import { mountDocs } from './docs-page.ts'
import { createHttpServer, hurryClosing, refuseClient, TIMEOUTS, type Timeouts } from './http-server.ts'
import { mountDemo } from './inbox-page/demo-page.ts'
import { type FindPages, mountInbox } from './inbox-page.ts'
import type { DialectName } from './model/token.ts'
import { mountHealth } from './observe/health.ts'
import type { Metrics } from './observe/metrics.ts'
import { logRequests } from './observe/request-log.ts'
import { countRequests } from './observe/request-metrics.ts'
import { listUpgrades, takeUpgrades } from './upgrades.ts'

export type ServerParts = {
  core: Core
  log: FastifyBaseLogger
  version: string
  /** Host names that belong to one dialect each. */
  hosts?: ReadonlyMap<string, DialectName>
  /** The dialects whose requests are limited, none unless told. */
  limits?: ReadonlySet<DialectName>
  /** The dialects that pages of any origin may call, none unless told. */
  pages?: ReadonlySet<DialectName>
  /** Without them nothing is counted and there is no `/metrics`. */
  metrics?: Metrics
  /** The built pages; without them there is no inbox, and the root leads to the descriptions of the APIs. */
  inbox?: FindPages
  /** Whether the server is about to stop: `/readyz` then says so. */
  isStopping?: () => boolean
  timeouts?: Timeouts
}

/** Puts the server together; it does not listen yet. */
export function createServer(parts: ServerParts): FastifyInstance {
  const {
    core,
    log,
    version,
    hosts = new Map(),
    limits = new Set(),
    pages = new Set(),
    metrics,
    inbox,
    isStopping = () => false,
    timeouts = TIMEOUTS,
  } = parts
  const mounts = Object.fromEntries(DIALECTS.map((dialect) => [dialect.name, dialect.mount])) as Record<DialectName, string>
  const findDialect = createFindDialect(core, mounts, hosts)
  const server = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Lines name the request themselves; a logger of its own for each would cost every request a microsecond.
    childLoggerFactory: (logger) => logger,
    forceCloseConnections: 'idle',
    // A request that still comes over an open connection while the server stops is answered like any other, and the connection then closed.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 512 },
    clientErrorHandler: refuseClient,
    serverFactory: (handle) =>
      createHttpServer(timeouts, (request, response) => {
        const pending = findDialect(request)
        if (pending) void pending.then(() => handle(request, response))
        else handle(request, response)
      }),
    frameworkErrors: (error, request, reply) => {
      const dialect = DIALECTS.find((one) => request.url.startsWith(`${one.mount}/`))
      if (dialect) answerError(dialect, error, request, reply)
      else answerOwnError(error, request, reply)
    },
  })
  hearOthers(core)
  core.feeds.onTrouble((error) => log.error({ err: error }, 'a log could not be read for those who follow it'))
  takeUpgrades(server.server, { findDialect, upgrades: listUpgrades(core, log), log })
  server.addHook('preClose', async () => {
    core.streams.stop()
    hurryClosing(server.server)
  })
  logRequests(server)
  if (metrics) {
    const mounted = new Map(DIALECTS.map((dialect) => [dialect.mount, dialect.name]))
    core.activity.process.readRequestsFrom(countRequests(server, metrics.registry, mounted))
  }
  server.setErrorHandler(answerOwnError)
  mountHealth(server, { core, metrics, isStopping })
  mountDocs(server, DIALECTS, core.publicUrl)
  if (inbox) mountDemo(server, core, mountInbox(server, inbox))
  else server.get('/', async (_request, reply) => reply.redirect('/docs'))
  for (const dialect of DIALECTS) {
    const { name } = dialect
    mountDialect(server, dialect, core, { version, limited: limits.has(name), openToPages: pages.has(name), dialects: DIALECTS })
  }
  mountFiles(server, core)
  server.setNotFoundHandler((_request, reply) => {
    reply.code(404).send({ error: { code: 'route_not_found', message: 'No such address. GET /docs lists what there is.' } })
  })
  return server
}

/** What goes wrong outside of every dialect: on the pages of our own, or with an address that cannot be read. */
function answerOwnError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toAppError(thrown)
  if (error.kind === 'bug') request.log.error({ err: error.cause ?? error, requestId: request.id }, 'request failed')
  return reply.code(error.kind === 'bug' ? 500 : 400).send({ error: { code: error.code, message: error.message } })
}
