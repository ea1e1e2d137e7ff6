import type { FastifyRequest } from 'fastify'
import type { Reader } from '../../core/access.ts'
import { checkAccount } from '../../core/accounts/check-account.ts'
import { loadAuthor } from '../../core/authors.ts'
import type { Core } from '../../core/context.ts'
import { authenticate } from '../../core/tokens/authenticate.ts'
import type { Author } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Token } from '../../model/token.ts'
import { checkAction } from '../check-action.ts'
import { bearerOf, createCtx } from '../requests.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks Parley's own API, as far as permissions go. */
    reader: Reader
  }
}

/**
 * `Authorization: Bearer <token>`. Tokens of every dialect are good, except those of Mews, which are only half of a credential, and those that speak for
 * several accounts. Refuses with `token_missing`, `token_invalid`, `account_suspended`, and with `not_allowed` what the caller's role may never do.
 */
export function authenticator(core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const token = await authenticate(core, bearerOf(request.headers))
    request.reader = await findReader(core, token)
    request.ctx = createCtx(core, request, { accountId: token.accountId, actor: token.author, token, dialect: 'parley' })
    checkAction(request, { door: 'parley', role: request.reader.role, scope: token.scope })
  }
}

async function findReader(core: Core, token: Token): Promise<Reader> {
  if (token.scope === 'install') return { role: 'install', id: 0 }
  if (token.scope !== 'api' || token.dialect === 'mews') throw new AppError('token_invalid')
  await checkAccount(core, token.accountId)
  const author = await loadAuthor(core, core.store, token.accountId, token.author)
  const role = roleOf(author)
  if (!role) throw new AppError('token_invalid')
  return { role, id: token.author.id }
}

/** None for an author who was erased since, and for Parley itself. */
function roleOf(author: Author | undefined): Reader['role'] | undefined {
  if (!author || author.kind === 'system') return undefined
  return author.kind === 'member' ? author.role : author.kind
}
