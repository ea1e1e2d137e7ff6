import { hash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Answer, Core, Ctx } from '../core/context.ts'
import type { AuthorRef } from '../model/author.ts'
import { AppError } from '../model/errors.ts'
import type { Reach } from '../model/reach.ts'
import type { DialectName, Token } from '../model/token.ts'
// Declares a request's uploads.
import type {} from './uploads.ts'

/** The secret of an `Authorization: Bearer …` header, if there is one. */
export function bearerOf(headers: IncomingHttpHeaders): string | undefined {
  const match = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')
  return match?.[1]
}

/** The context of a request whose caller is known. */
export function createCtx(
  core: Core,
  request: Pick<FastifyRequest, 'id' | 'protocol' | 'host'>,
  who: { accountId: number; actor: AuthorRef; token: Token | null; dialect: DialectName; reach?: Reach },
): Ctx {
  return {
    core,
    accountId: who.accountId,
    actor: who.actor,
    token: who.token,
    dialect: who.dialect,
    requestId: request.id,
    origin: core.publicUrl ?? `${request.protocol}://${request.host}`,
    reach: who.reach ?? 'all',
    keyed: undefined, // the body is not read yet; see keyRequest
  }
}

/** Whether it is Parley itself that asks, to show somebody what a client is given (core/tokens/with-passes.ts); nobody's requests are counted by it. */
export function isOwnLook({ ctx }: Pick<FastifyRequest, 'ctx'>): boolean {
  return (ctx as Ctx | null | undefined)?.token?.isPass === true
}

/**
 * A hook that refuses what need not be read: a query with a NUL in it, which no store holds as text (in a path it is part of an id that names nothing, which each
 * dialect says itself), and whatever is for no address, whatever its body holds (mews sheet 8).
 */
export function refuseUnread({ url, is404 }: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const at = url.lastIndexOf('%00')
  if (at >= 0 && url.lastIndexOf('?', at) >= 0) done(new AppError('query_invalid', { message: 'The query holds a NUL character.' }))
  else if (is404) done(new AppError('route_not_found'))
  else done()
}

/** A hook of every dialect, run once the body is read: enters the request's Idempotency-Key, with what the request says, into its context. */
export function keyRequest(request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const key = request.headers['idempotency-key']
  const ctx = request.ctx as Ctx | null
  if (key === undefined || !ctx || request.method === 'GET') done()
  else if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key)) done(new AppError('idempotency_key_invalid'))
  else {
    const files = request.uploads?.files.map(({ name, digest }) => `\n${digest} ${name}`) ?? []
    const said = `${request.method} ${request.url}\n${JSON.stringify(request.body) ?? ''}${files.join('')}`
    ctx.keyed = { scope: `${ctx.dialect}:${ctx.actor.kind}:${ctx.actor.id}`, key, fingerprint: hash('sha256', said, 'base64') }
    done()
  }
}

/** Sends an answer whose body is JSON text already; an empty one has no content type. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status)
  if (answer.body === null) return reply.send()
  return reply.type('application/json; charset=utf-8').send(answer.body)
}

export function jsonAnswer(status: number, value: unknown, messageIds?: number[]): Answer {
  return { status, body: JSON.stringify(value), messageIds }
}
