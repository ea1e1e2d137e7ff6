import type { FastifyRequest } from 'fastify'
import type { Ctx } from '../core/context.ts'
import { AppError, type ErrorCode } from '../model/errors.ts'
import { createAllowances } from './allowances.ts'
import type { App, Dialect } from './dialect.ts'
import { isOwnLook } from './requests.ts'

/** How many requests share an allowance of some seconds, which begins with the first of them. */
export type RequestLimit = {
  requests: number
  seconds: number
  /** Whose requests they are: one caller's (see `callerOf`), an account's, or those about one conversation. */
  per: 'caller' | 'account' | 'conversation'
  /** The refusal, `rate_limited` unless told. */
  code?: ErrorCode
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A limit of this route's own, beside its dialect's. */
    limit?: RequestLimit
  }
}

type Count = (request: FastifyRequest, limit: RequestLimit) => void

/**
 * Makes every route added from now on count its requests, as soon as it is known who asks, and refuse those above the dialect's limit or its own. Each
 * process counts what it answers. (@fastify/rate-limit would do the same over a store of ours, which is all there is to it: its own goes by the real clock.)
 */
export function limitRequests(app: App, dialect: Dialect, now: () => number): void {
  const count = createCounter(now)
  app.addHook('onRoute', (route) => {
    const own = route.config?.limit
    const limits = own ? [dialect.limit, own] : [dialect.limit]
    const hook = async (request: FastifyRequest) => {
      if (isOwnLook(request)) return
      for (const limit of limits) count(request, limit)
    }
    const stage = dialect.identifiesIn
    route[stage] = [...[route[stage] ?? []].flat(), hook] as never
  })
}

function createCounter(now: () => number): Count {
  const spend = createAllowances<RequestLimit>(now)
  return (request, limit) => {
    const retryAfterSeconds = spend(limit, keyOf(request, limit))
    if (retryAfterSeconds === undefined) return
    throw limit.code ? new AppError(limit.code) : new AppError('rate_limited', { retryAfterSeconds })
  }
}

function keyOf(request: FastifyRequest, { per }: RequestLimit): string {
  const ctx = request.ctx as Ctx | null
  if (per === 'account') return String(ctx?.accountId)
  if (per === 'conversation') return `${ctx?.accountId}:${(request.params as { conversation_id?: string }).conversation_id}`
  return callerOf(ctx) ?? request.ip
}

/** A token; a contact of the Client API, who has none, because behind a proxy all of them have its address; nobody else has a name. */
function callerOf(ctx: Ctx | null): string | undefined {
  if (ctx?.token) return `token ${ctx.token.id}`
  return ctx?.actor.kind === 'contact' ? `contact ${ctx.actor.id}` : undefined
}
