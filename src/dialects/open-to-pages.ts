import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './dialect.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Pages of any origin may call this route, whatever the operator opens beside it. */
    openToPages?: true
  }
}

/** For how long a browser need not ask again. */
const MAX_AGE_SECONDS = '86400'

/**
 * Lets pages of any origin call everything that is registered under `app`, which browsers ask for before they send anything unusual. Credentials are headers that
 * a page has to be given: no answer allows cookies, so browsers let no page of another origin read what one of them opened.
 */
export function openToPages(app: App): void {
  app.addHook('onRequest', allowAnyOrigin)
  for (const path of ['', '/*']) app.options(path, { schema: { hide: true } }, answerPreflight)
}

/**
 * The same for the routes under `app` that ask for it. What it gives back answers browsers' questions about those, and is to be called once all of them are there; `mount` is the
 * prefix of `app`.
 */
export function openRoutesToPages(app: App, mount: string): () => void {
  const paths = new Set<string>()
  app.addHook('onRoute', (route) => {
    if (route.config?.openToPages) paths.add(route.url.slice(mount.length))
  })
  app.addHook('onRequest', (request, reply, done) => {
    // Only browsers name an origin; nobody else's requests are looked at twice.
    if (request.headers.origin === undefined || !request.routeOptions.config.openToPages) done()
    else allowAnyOrigin(request, reply, done)
  })
  return () => {
    for (const path of paths) app.options(path, { schema: { hide: true } }, answerPreflight)
  }
}

/** A hook: whoever asked may read the answer, refusals and headers included. */
function allowAnyOrigin(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', '*')
  done()
}

/** By name, because `*` would not stand for `Authorization`. */
async function answerPreflight({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const asked = headers['access-control-request-headers']
  reply.header('access-control-allow-origin', '*').header('access-control-max-age', MAX_AGE_SECONDS)
  reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS')
  return reply.header('access-control-allow-headers', asked ?? '*').send()
}
