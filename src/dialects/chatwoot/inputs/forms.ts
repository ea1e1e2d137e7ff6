import fastifyMultipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { Core } from '../../../core/context.ts'
import type { App } from '../../dialect.ts'
import type { Profile } from '../profile.ts'
import { nestFields, toTyped } from './form-values.ts'
import { receiveUploads } from './uploads.ts'

/**
 * Lets a scope take urlencoded and multipart bodies wherever it takes JSON (chatwoot sheet 1). Their text is read as what the route's schema asks for before
 * it is validated; files are stored as they arrive, see `receiveUploads`. No body at all is one without fields.
 */
export async function acceptForms(app: App, profile: Profile, core: Core): Promise<void> {
  await app.register(fastifyMultipart, { throwFileSizeLimit: false })
  app.decorateRequest('uploads', null)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, async (_request: FastifyRequest, text: string) =>
    nestFields(new URLSearchParams(text)),
  )
  app.addHook('preValidation', async (request: FastifyRequest, reply: FastifyReply) => {
    const schema = request.routeOptions.schema?.body as TSchema | undefined
    const isMultipart = request.isMultipart()
    if (isMultipart) request.body = await receiveUploads(request, reply, core)
    if (!schema) return
    request.body ??= {}
    const isForm = isMultipart || /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
    if (typeof request.body === 'object' && (isForm || profile.lenient)) request.body = toTyped(schema, request.body, profile.lenient)
  })
}
