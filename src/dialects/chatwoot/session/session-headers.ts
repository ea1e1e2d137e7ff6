import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Core } from '../../../core/context.ts'
import type { Session } from '../../../core/sessions/open-session.ts'
import { authenticate } from '../../../core/tokens/authenticate.ts'
import { AppError } from '../../../model/errors.ts'
import type { Token } from '../../../model/token.ts'
import { findMembers } from '../../../storage/queries/people/members.ts'

/** What a signed-in client sends with every call (chatwoot sheet 2, "Session form"). */
export function toSessionHeaders(core: Core, { access, person }: Session): Record<string, string> {
  return {
    'access-token': access.secret,
    'token-type': 'Bearer',
    client: clientOf(core, access.token),
    expiry: String(Math.floor((access.token.expiresAt ?? 0) / 1_000_000)),
    uid: person.email ?? '',
  }
}

export function hasSession(headers: IncomingHttpHeaders): boolean {
  return headers['access-token'] !== undefined
}

/** The token of a session, if all three of its headers belong together. Refuses with `token_missing`, which here means "sign in". */
export async function findSession(core: Core, headers: IncomingHttpHeaders): Promise<Token> {
  const { 'access-token': secret, client, uid } = headers
  if (typeof secret !== 'string') throw new AppError('token_missing')
  const token = await authenticate(core, secret).catch((error: unknown) => {
    throw error instanceof AppError ? new AppError('token_missing', { cause: error }) : error
  })
  const [member] = token.author.kind === 'member' ? await findMembers(core.store, token.accountId, [token.author.id]) : []
  const isWhole = token.familyId !== null && client === clientOf(core, token) && member?.email?.toLowerCase() === String(uid).toLowerCase()
  if (!isWhole) throw new AppError('token_missing')
  return token
}

/** The name of the device a session is on, made from the session, so that none is stored. */
function clientOf(core: Core, token: Token): string {
  return createHmac('sha256', core.signingKey).update(`client ${token.familyId}`).digest('base64url').slice(0, 22)
}
