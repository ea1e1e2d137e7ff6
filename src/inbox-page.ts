import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type BuiltFile, readBuilt } from './inbox-page/read-built.ts'

/** Resolves to the folder of the built pages; rejects where they cannot be built. Asked once. */
export type FindPages = () => Promise<string>

/** Nothing but what this server itself sends: no script or style within the page, no other site, and no other site's page around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}

/**
 * `GET /`: the inbox; `GET /inbox/…`: what it loads, under names that change with what they hold. Before the first build is done whoever asks waits for it. The pages speak
 * Parley's own API like any other client. Gives what is built, for the other pages that come with it.
 */
export function mountInbox(server: FastifyInstance, find: FindPages): Promise<ReadonlyMap<string, BuiltFile>> {
  const built = find().then(readBuilt)
  // Said by whoever asks for a page.
  built.catch(() => {})

  server.get('/', async (request, reply) => send(request, reply, '/index.html', { ...HEADERS, 'cache-control': 'no-cache' }))
  server.get('/inbox/*', async (request, reply) =>
    send(request, reply, request.url.split('?')[0] ?? '', {
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  server.get('/widget.js', async (request, reply) =>
    send(request, reply, '/widget.js', {
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=300',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    }),
  )
  return built

  async function send(request: FastifyRequest, reply: FastifyReply, path: string, headers: Record<string, string>): Promise<unknown> {
    const files = await built.catch((error: Error) => {
      request.log.error({ err: error }, 'the inbox is not built')
      return undefined
    })
    if (!files)
      return reply
        .code(503)
        .header('retry-after', '10')
        .type('text/plain; charset=utf-8')
        .send('The inbox is not built: `npm run build` says why. The APIs work; see /docs.\n')
    const file = files.get(path)
    if (!file) return reply.callNotFound()
    reply.headers(headers).header('etag', file.etag).header('vary', 'accept-encoding')
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
    const { encoding, bytes } = choose(file, request.headers['accept-encoding'])
    if (encoding) reply.header('content-encoding', encoding)
    return reply.type(file.type).send(bytes)
  }
}

function choose(file: BuiltFile, accepted: string | string[] | undefined): { encoding?: string; bytes: Buffer } {
  const names = String(accepted ?? '')
    .split(',')
    .filter((one) => !/;\s*q=0(?:\.0*)?\s*$/.test(one))
    .map((one) => one.split(';')[0]?.trim())
  if (file.br && names.includes('br')) return { encoding: 'br', bytes: file.br }
  if (file.gzip && names.includes('gzip')) return { encoding: 'gzip', bytes: file.gzip }
  return { bytes: file.plain }
}
