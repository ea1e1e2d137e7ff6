import { randomUUID } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify'
import type { Core } from './core/context.ts'
import { createFindDialect } from './dialects/find-dialect.ts'
import { DIALECTS } from './dialects/index.ts'
import { answerError, mountDialect } from './dialects/mount-dialect.ts'
import type { DialectName } from './model/token.ts'

export type ServerParts = {
  core: Core
  log: FastifyBaseLogger
  version: string
  /** Host names that belong to one dialect each. */
  hosts?: ReadonlyMap<string, DialectName>
}

/** Puts the server together; it does not listen yet. */
export function createServer({ core, log, version, hosts = new Map() }: ServerParts): FastifyInstance {
  const mounts = Object.fromEntries(DIALECTS.map((dialect) => [dialect.name, dialect.mount])) as Record<DialectName, string>
  const findDialect = createFindDialect(core, mounts, hosts)
  const server = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 512 },
    serverFactory: (handle, options) =>
      createHttpServer(options, (request, response) => {
        const pending = findDialect(request)
        if (pending) void pending.then(() => handle(request, response))
        else handle(request, response)
      }),
    frameworkErrors: (error, request, reply) => {
      const dialect = DIALECTS.find((one) => request.url.startsWith(`${one.mount}/`))
      if (dialect) answerError(dialect, error, request, reply)
      else (reply as FastifyReply).code(400).send({ error: { code: 'request_malformed', message: 'The request could not be read.' } })
    },
  })
  for (const dialect of DIALECTS) mountDialect(server, dialect, core, version)
  server.setNotFoundHandler((_request, reply) => {
    reply.code(404).send({ error: { code: 'route_not_found', message: 'No such address. GET /docs lists what there is.' } })
  })
  return server
}
