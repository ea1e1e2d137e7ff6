import type { FastifyInstance } from 'fastify'
import { isOwnLook } from '../dialects/requests.ts'

/**
 * One line per finished request: 5xx at `error`, all others at `debug`, but for those that Parley makes of itself. It names the route and never the address itself, in which ids, tokens and what
 * somebody searched for may stand.
 */
export function logRequests(server: FastifyInstance): void {
  const logsAll = server.log.level === 'debug' || server.log.level === 'trace'
  server.addHook('onResponse', (request, reply, done) => {
    const failed = reply.statusCode >= 500
    if ((logsAll && !isOwnLook(request)) || failed) {
      const facts = {
        requestId: request.id,
        method: request.method,
        route: request.is404 ? null : request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 100) / 100,
      }
      if (failed) request.log.error(facts, 'request failed')
      else request.log.debug(facts, 'request')
    }
    done()
  })
}
