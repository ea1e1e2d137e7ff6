import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './dialect.ts'

/** For how long a browser need not ask again. */
const MAX_AGE_SECONDS = '86400'

/**
 * Lets pages of any origin call everything that is registered under `app`, which browsers ask for before they send anything unusual. Credentials are headers that
 * a page has to be given; no cookie is ever one.
 */
export function openToPages(app: App): void {
  app.addHook('onRequest', allowAnyOrigin)
  for (const path of ['', '/*']) app.options(path, { schema: { hide: true } }, answerPreflight)
}

/** A hook: whoever asked may read the answer, refusals and headers included. */
export function allowAnyOrigin(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', '*')
  done()
}

/** By name, because `*` would not stand for `Authorization`. */
export async function answerPreflight({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const asked = headers['access-control-request-headers']
  reply.header('access-control-allow-origin', '*').header('access-control-max-age', MAX_AGE_SECONDS)
  reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS')
  return reply.header('access-control-allow-headers', asked ?? '*').send()
}
