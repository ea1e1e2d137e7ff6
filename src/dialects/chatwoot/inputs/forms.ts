import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { App } from '../../dialect.ts'
import { acceptUploads } from '../../uploads.ts'
import type { Profile } from '../profile.ts'
import { isBranch, nestFields, toTyped } from './form-values.ts'
import { receiveUploads } from './uploads.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a body may be wrapped in, such as `agent`; wrapped and flat mean the same (chatwoot sheet 1). */
    rootKey?: string
  }
}

/**
 * Lets a scope take urlencoded and multipart bodies wherever it takes JSON (chatwoot sheet 1). Their text is read as what the route's schema asks for before
 * it is validated; files are stored as they arrive, see `receiveUploads`. No body at all is one without fields.
 */
export async function acceptForms(app: App, profile: Profile): Promise<void> {
  await acceptUploads(app)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, async (_request: FastifyRequest, text: string) =>
    nestFields(new URLSearchParams(text)),
  )
  app.addHook('preValidation', async (request: FastifyRequest, reply: FastifyReply) => {
    const schema = request.routeOptions.schema?.body as TSchema | undefined
    const isMultipart = request.isMultipart()
    if (isMultipart) request.body = await receiveUploads(request, reply)
    if (!schema) return
    request.body = unwrap(request.body ?? {}, request.routeOptions.config.rootKey)
    const isForm = isMultipart || /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
    if (typeof request.body === 'object' && (isForm || profile.lenient)) request.body = toTyped(schema, request.body, profile.lenient)
  })
}

/** What is wrapped wins over what stands beside the wrapper. */
function unwrap(body: unknown, rootKey: string | undefined): unknown {
  if (rootKey === undefined || !isBranch(body)) return body
  const { [rootKey]: wrapped, ...beside } = body
  return isBranch(wrapped) ? { ...beside, ...wrapped } : body
}
