import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { Core, Ctx } from '../core/context.ts'
import type { AppError, ErrorKind } from '../model/errors.ts'
import type { DialectName } from '../model/token.ts'
import type { RequestLimit } from './limit-requests.ts'

/** A Fastify scope whose schemas are TypeBox types, so that handlers are typed by them. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>

/** An error as one vendor words it. `body` is sent as JSON unless it is a string. */
export type ErrorAnswer = { status: number; body: unknown; headers?: Record<string, string> }

/** The status of every kind of refusal; a new kind does not compile until every dialect answers it. */
export type StatusOf = Record<ErrorKind, number>

/** One vendor's API: where it is mounted, how it answers errors, and its routes. */
export type Dialect = {
  name: DialectName
  title: string
  /** What a newcomer should know about this API, as Markdown, for its OpenAPI page. */
  description: string
  /** The path prefix under which it always answers. */
  mount: `/${string}`
  /** Request bodies may be this large, in bytes. */
  bodyLimit: number
  /** What one caller may ask for, where the operator limits this dialect's requests. */
  limit: RequestLimit
  /** The stage of a request by which it is known who asks. */
  identifiesIn: 'onRequest' | 'preValidation'
  renderError(error: AppError, request: FastifyRequest): ErrorAnswer
  /** OpenAPI security schemes of this vendor's credentials, by name; all routes ask for any of them unless they say otherwise. */
  security: Record<string, { type: 'apiKey' | 'http'; in?: 'header'; name?: string; scheme?: string; description?: string }>
  routes(app: App, core: Core): void | Promise<void>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the dialect's authentication before any handler runs. */
    ctx: Ctx
  }
}
