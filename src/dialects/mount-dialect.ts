import fastifySwagger from '@fastify/swagger'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Core } from '../core/context.ts'
import { AppError } from '../model/errors.ts'
import type { App, Dialect } from './dialect.ts'
import { acceptJson } from './json-body.ts'
import { limitRequests } from './limit-requests.ts'
import { openRoutesToPages, openToPages } from './open-to-pages.ts'
import { keyRequest, refuseUnread } from './requests.ts'
import { toAppError } from './to-app-error.ts'
import { validatorCompiler } from './validator.ts'

/** Gives a dialect its own scope: its errors, its body limit, its schemas, its OpenAPI document at `<mount>/openapi.json`. */
export function mountDialect(
  server: FastifyInstance,
  dialect: Dialect,
  core: Core,
  options: { version: string; limited: boolean; openToPages: boolean; dialects: readonly Dialect[] },
): void {
  server.register(
    async (scope) => {
      const app = scope as App
      app.addHook('onRoute', (route) => {
        route.bodyLimit ??= dialect.bodyLimit
        const action = route.config?.action
        // Who may is a part of the description (docs/access.md).
        if (action) route.schema = { ...route.schema, 'x-action': action } as typeof route.schema
      })
      app.decorateRequest('ctx', null as never)
      const answerQuestions = options.openToPages ? openToPages(app) : openRoutesToPages(app, dialect.mount)
      app.addHook('onRequest', refuseUnread)
      app.addHook('preHandler', keyRequest)
      acceptJson(app)
      app.setValidatorCompiler(validatorCompiler)
      app.setSerializerCompiler(() => JSON.stringify)
      app.setErrorHandler((error, request, reply) => answerError(dialect, error, request, reply))
      app.setNotFoundHandler((request, reply) => answerError(dialect, new AppError('route_not_found'), request, reply))
      await app.register(fastifySwagger, {
        openapi: {
          openapi: '3.1.0',
          info: { title: dialect.title, description: dialect.description, version: options.version },
          servers: [{ url: dialect.mount }],
          components: { securitySchemes: dialect.security as never },
          security: Object.keys(dialect.security).map((name) => ({ [name]: [] })),
        },
      })
      app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
      if (options.limited) limitRequests(app, dialect, core.now)
      await dialect.routes(app, core, options.dialects)
      answerQuestions?.()
    },
    { prefix: dialect.mount },
  )
}

/** One vendor's answer to anything that went wrong. Bugs are logged with their cause; nothing of it leaves. */
export function answerError(dialect: Dialect, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toAppError(thrown)
  if (error.kind === 'bug') request.log.error({ err: error.cause ?? error, requestId: request.id }, 'request failed')
  const { status, body, headers } = dialect.renderError(error, request)
  reply.code(status)
  if (headers) reply.headers(headers)
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds)
  if (body === null) return reply.send()
  if (headers?.['content-type'] === undefined) reply.type('application/json; charset=utf-8')
  return reply.send(typeof body === 'string' ? body : JSON.stringify(body))
}
