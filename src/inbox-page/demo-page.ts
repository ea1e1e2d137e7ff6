import type { FastifyInstance } from 'fastify'
import type { Core } from '../core/context.ts'
import { findChannelByIdentifier, findFirstWidgetIdentifier } from '../storage/queries/channels.ts'
import type { BuiltFile } from './read-built.ts'

/** As strict as the page of a careful customer may be: the widget has to work under it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}
/** Where the page names the channel of its widget. */
const PLACE = 'PARLEY_CHANNEL'

/** `GET /demo`: a small page of a hotel that does not exist, with the chat widget of the channel that `?channel=` names, or of the first there is. */
export function mountDemo(server: FastifyInstance, core: Core, built: Promise<ReadonlyMap<string, BuiltFile>>): void {
  server.get<{ Querystring: { channel?: string | string[] } }>('/demo', async ({ query }, reply) => {
    const files = await built.catch(() => undefined)
    const page = files?.get('/demo.html')?.plain.toString()
    reply.headers(HEADERS)
    if (page === undefined)
      return reply
        .code(503)
        .header('retry-after', '10')
        .type('text/plain; charset=utf-8')
        .send('The demo page is not built: `npm run build` says why.\n')
    const identifier = await findIdentifier(core, query.channel)
    if (identifier === undefined)
      return reply
        .code(404)
        .type('text/plain; charset=utf-8')
        .send(
          'There is no such channel. The demo page shows the chat widget of a channel of the kind `web_widget`: make one with\nPOST /parley/v1/channels {"name": "Chat", "kind": "web_widget"}, and open /demo?channel=IDENTIFIER with its `identifier`.\n',
        )
    return reply.type('text/html; charset=utf-8').send(page.replaceAll(PLACE, identifier))
  })
}

/** Only what is the name of a widget's channel gets into the page, and only as far as it cannot be anything else in it. */
async function findIdentifier({ store }: Core, wanted: unknown): Promise<string | undefined> {
  if (wanted === undefined) return findFirstWidgetIdentifier(store)
  if (typeof wanted !== 'string' || !/^[\w.~-]{1,255}$/.test(wanted)) return undefined
  const channel = await findChannelByIdentifier(store, wanted)
  return channel?.kind === 'web_widget' ? channel.identifier : undefined
}
