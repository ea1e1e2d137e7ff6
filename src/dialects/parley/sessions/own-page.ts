import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Core } from '../../../core/context.ts'
import { AppError } from '../../../model/errors.ts'
import type { Token } from '../../../model/token.ts'

type Asked = Pick<FastifyRequest, 'headers' | 'host'>

/**
 * Refuses with `origin_not_allowed` a request of a page that is not the server's own. Browsers name the page's origin with whatever a page may not simply do, and a program
 * that is no browser names none.
 */
export function checkOrigin(core: Core, asked: Asked): void {
  if (asked.headers.origin !== undefined && !isOwnPage(core, asked)) throw new AppError('origin_not_allowed')
}

/** Whether a page of the server's own asks. The host alone is compared, because a proxy in front may speak https where this server does not. */
export function isOwnPage({ publicUrl }: Core, { headers, host }: Asked): boolean {
  const { origin } = headers
  if (origin === undefined) return false
  const asked = hostOf(origin)
  return asked !== undefined && (asked === host.toLowerCase() || (publicUrl !== null && asked === hostOf(publicUrl)))
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined
}

/** What a page has to say with everything it changes, to prove that it could read what the server told its session; made from the session, so that none is stored. */
export function csrfOf({ signingKey }: Core, { id }: Token): string {
  return createHmac('sha256', signingKey).update(`csrf ${id}`).digest('base64url')
}

/** Refuses with `csrf_invalid` what would change something and does not say the session's word. */
export function checkCsrf(core: Core, { headers, method }: Asked & { method: string }, token: Token): void {
  if (method === 'GET' || method === 'HEAD') return
  const said = Buffer.from(String(headers['x-csrf-token'] ?? ''))
  const expected = Buffer.from(csrfOf(core, token))
  if (said.length !== expected.length || !timingSafeEqual(said, expected)) throw new AppError('csrf_invalid')
}
