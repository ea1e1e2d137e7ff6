import type { FastifyInstance } from 'fastify'
import type { Core } from '../core/context.ts'
import type { Metrics } from './metrics.ts'

const STORE_LIMIT_MS = 2000

export type Watched = { core: Core; metrics?: Metrics; isStopping: () => boolean }

/**
 * `GET /healthz`: the process is up. `GET /readyz`: the store answers and the server is not about to stop, else 503. `GET /metrics`: Prometheus text.
 */
export function mountHealth(server: FastifyInstance, { core, metrics, isStopping }: Watched): void {
  server.get('/healthz', () => ({ status: 'ok' }))
  server.get('/readyz', async (_request, reply) => {
    if (isStopping()) return reply.code(503).send({ status: 'stopping' })
    if (await answers(core)) return { status: 'ok' }
    return reply.code(503).send({ status: 'store_unreachable' })
  })
  if (!metrics) return
  const { registry } = metrics
  server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}

/** Whether the store answers a trivial question in time. */
async function answers(core: Core): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(resolve, STORE_LIMIT_MS, false)
  const asked = core.store.one('select 1 as one').then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
