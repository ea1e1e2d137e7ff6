import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Dialect } from './dialects/dialect.ts'
import type { OpenApi } from './docs-page/open-api.ts'
import { type Api, renderApi, renderIndex } from './docs-page/render-page.ts'

const FOLDER = join(import.meta.dirname, 'docs-page')
// Nothing but our own style sheet and script, and nowhere to send anything.
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const FILES = { 'page.css': 'text/css; charset=utf-8', 'page.js': 'text/javascript; charset=utf-8' }

/** `GET /docs` lists the APIs, `GET /docs/<dialect>` shows one in full; both are made from the dialects' own OpenAPI documents, once. */
export function mountDocs(server: FastifyInstance, dialects: readonly Dialect[], publicUrl: string | null): void {
  let apis: Promise<Api[]> | undefined
  const load = () => {
    apis ??= Promise.all(dialects.map((dialect) => readApi(server, dialect)))
    return apis
  }

  server.get('/docs', async (_request, reply) => sendPage(reply, renderIndex(await load())))
  server.get<{ Params: { dialect: string } }>('/docs/:dialect', async (request, reply) => {
    const all = await load()
    const api = all.find((one) => one.name === request.params.dialect)
    if (!api) return reply.callNotFound()
    return sendPage(reply, renderApi(all, api, publicUrl ?? `${request.protocol}://${request.host}`))
  })
  for (const [file, type] of Object.entries(FILES)) {
    const text = readFileSync(join(FOLDER, file), 'utf8')
    server.get(`/docs/${file}`, async (_request, reply) => reply.headers({ 'x-content-type-options': 'nosniff' }).type(type).send(text))
  }
}

/** Asks the server itself, so the page shows what a client is told. */
async function readApi(server: FastifyInstance, dialect: Dialect): Promise<Api> {
  const answer = await server.inject({ url: `${dialect.mount}/openapi.json` })
  return { name: dialect.name, mount: dialect.mount, document: answer.json<OpenApi>() }
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .headers({ 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    .type('text/html; charset=utf-8')
    .send(page)
}
