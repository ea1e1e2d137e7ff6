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
import { checkAction } from '../check-action.ts'
import { bearerOf, createCtx } from '../requests.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks Parley's own API, as far as permissions go. */
    reader: Reader
  }
}

/** Who asks, and how far they see. */
export type Caller = { token: Token; reader: Reader; reach: Reach }

/**
 * `Authorization: Bearer <token>`. Tokens of every dialect are good, except those of Mews, which are only half of a credential, and those that speak for
 * several accounts. Refuses with `token_missing`, `token_invalid`, `account_suspended`, and with `not_allowed` what the caller's role may never do.
 */
export function authenticator(core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const { token, reader, reach } = await identify(core, bearerOf(request.headers))
    request.reader = reader
    request.ctx = createCtx(core, request, { accountId: token.accountId, actor: token.author, token, dialect: 'parley', reach })
    checkAction(request, { door: 'parley', role: reader.role, scope: token.scope })
  }
}

/** The caller behind a secret, as far as permissions go. */
export async function identify(core: Core, secret: string | undefined): Promise<Caller> {
  const token = await authenticate(core, secret)
  const author = await findCaller(core, token)
  const reader: Reader = author ? { role: roleOf(author), id: author.id } : { role: 'install', id: 0 }
  const reach = author?.kind === 'member' ? await loadReach(core, author) : 'all'
  return { token, reader, reach }
}

/** The author of the token; none behind a token that administers the installation. */
async function findCaller(core: Core, token: Token): Promise<Exclude<Author, System> | undefined> {
  if (token.scope === 'install') return undefined
  if (token.scope !== 'api' || token.dialect === 'mews') throw new AppError('token_invalid')
  await checkAccount(core, token.accountId)
  const author = await loadAuthor(core, core.store, token.accountId, token.author)
  // Erased since, or Parley itself.
  if (!author || author.kind === 'system') throw new AppError('token_invalid')
  return author
}

function roleOf(author: Exclude<Author, System>): Role {
  return author.kind === 'member' ? author.role : author.kind
}
