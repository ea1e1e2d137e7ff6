import type { FastifyRequest } from 'fastify'
import type { Reader, Role } from '../../core/access.ts'
import { checkAccount } from '../../core/accounts/check-account.ts'
import { loadAuthor } from '../../core/authors.ts'
import type { Core } from '../../core/context.ts'
import { loadReach } from '../../core/conversations/load-reach.ts'
import { authenticate } from '../../core/tokens/authenticate.ts'
import type { Author, System } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Reach } from '../../model/reach.ts'
import type { Token } from '../../model/token.ts'
import { type AllowanceSize, charge, createAllowances } from '../allowances.ts'
import { checkAction } from '../check-action.ts'
import { bearerOf, createCtx } from '../requests.ts'
import { checkCsrf, checkOrigin } from './sessions/own-page.ts'
import { cookieSecretOf } from './sessions/session-cookie.ts'
import { chargeBytes } from './widget/visitor-requests.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks Parley's own API, as far as permissions go. */
    reader: Reader
  }
}

/** Of one visitor, whom nobody has to know. */
const VISITOR_REQUESTS: AllowanceSize = { requests: 600, seconds: 60 }

/** Who asks, and how far they see. */
export type Caller = { token: Token; reader: Reader; reach: Reach }

/**
 * `Authorization: Bearer <token>`, or else the cookie of a session. Tokens of every dialect are good, except those of Mews, which are only half of a credential, and those
 * that speak for several accounts. Refuses with `token_missing`, `token_invalid`, `account_suspended`, `origin_not_allowed`, `csrf_invalid`, and with `not_allowed` what the
 * caller's role may never do.
 */
export function authenticator(core: Core) {
  const spend = createAllowances(core.now)
  return async (request: FastifyRequest): Promise<void> => {
    const secret = bearerOf(request.headers)
    const { token, reader, reach } = await (secret === undefined ? identifyPage(core, request) : identify(core, secret))
    if (token.scope === 'visitor') {
      charge(spend, VISITOR_REQUESTS, String(token.id))
      chargeBytes(spend, request)
    }
    request.reader = reader
    request.ctx = createCtx(core, request, { accountId: token.accountId, actor: token.author, token, dialect: 'parley', reach })
    checkAction(request, { door: 'parley', role: reader.role, scope: token.scope })
  }
}

/** Whoever is signed in on the page that asks. Only a session's token is good in the cookie, and only for the server's own pages. */
async function identifyPage(core: Core, request: FastifyRequest): Promise<Caller> {
  const secret = cookieSecretOf(request.headers)
  if (secret === undefined) throw new AppError('token_missing')
  checkOrigin(core, request)
  const caller = await identify(core, secret)
  if (caller.token.familyId === null || caller.token.author.kind !== 'member') throw new AppError('token_invalid')
  checkCsrf(core, request, caller.token)
  return caller
}

/** The caller behind a secret, as far as permissions go. */
export async function identify(core: Core, secret: string | undefined): Promise<Caller> {
  const token = await authenticate(core, secret)
  const author = await findCaller(core, token)
  const reader: Reader = author ? { role: roleOf(author), id: author.id } : { role: 'install', id: 0 }
  return { token, reader, reach: await reachOf(core, token, author) }
}

/** The author of the token; none behind a token that administers the installation. */
async function findCaller(core: Core, token: Token): Promise<Exclude<Author, System> | undefined> {
  if (token.scope === 'install') return undefined
  const isGood = token.scope === 'api' || token.scope === 'visitor'
  if (!isGood || token.dialect === 'mews') throw new AppError('token_invalid')
  await checkAccount(core, token.accountId)
  const author = await loadAuthor(core, core.store, token.accountId, token.author)
  // Erased since, or Parley itself.
  if (!author || author.kind === 'system') throw new AppError('token_invalid')
  return author
}

/** A visitor sees no further than the channel they came through, and nothing without one. */
async function reachOf(core: Core, token: Token, author: Exclude<Author, System> | undefined): Promise<Reach> {
  if (token.scope === 'visitor') return { onlyChannelId: token.channelId ?? 0 }
  return author?.kind === 'member' ? loadReach(core, author) : 'all'
}

function roleOf(author: Exclude<Author, System>): Role {
  return author.kind === 'member' ? author.role : author.kind
}
