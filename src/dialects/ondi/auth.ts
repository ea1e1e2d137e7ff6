import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { checkAccount } from '../../core/accounts/check-account.ts'
import { loadAuthor } from '../../core/authors.ts'
import type { Core } from '../../core/context.ts'
import { authenticate } from '../../core/tokens/authenticate.ts'
import { AppError } from '../../model/errors.ts'
import type { Token } from '../../model/token.ts'
import { checkAction } from '../check-action.ts'
import { bearerOf, createCtx } from '../requests.ts'
import { isUuid } from './uuids.ts'

/**
 * `Authorization: Bearer <access token>`, or an API key in `X-APIKey` or `X-API-Key` (ondi sheet 1). Messaging needs a user, so a credential
 * that is neither a member's nor a contact's is 401. Checks, in this order: the credential, the form of the path, the tenant (ondi sheet 3).
 */
export function authenticator(core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const token = await authenticate(core, secretOf(request.headers))
    if (token.author.kind !== 'member' && token.author.kind !== 'contact') throw new AppError('token_invalid')
    const { conversationId } = request.params as { conversationId?: string }
    if (conversationId !== undefined && !isUuid(conversationId)) {
      throw new AppError('request_malformed', { message: 'conversationId must be a UUID' })
    }
    const accountId = tenantOf(core, token, (request.query as { tenant_id?: unknown }).tenant_id)
    await checkAccount(core, accountId)
    const author = await loadAuthor(core, core.store, accountId, token.author)
    if (author?.kind !== 'member' && author?.kind !== 'contact') throw new AppError('token_invalid')
    checkAction(request, { door: 'ondi', role: author.kind === 'member' ? author.role : 'contact', scope: token.scope })
    request.ctx = createCtx(core, request, { accountId, actor: token.author, token, dialect: 'ondi' })
  }
}

/** A header sent twice and folded into one line on its way says the same as one (ondi sheet 2, doubled header). */
export async function unfoldContentType(request: FastifyRequest): Promise<void> {
  const type = request.headers['content-type']
  if (type?.includes(',')) request.headers['content-type'] = type.slice(0, type.indexOf(','))
}

function secretOf(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['x-apikey'] ?? headers['x-api-key']
  return bearerOf(headers) ?? (typeof key === 'string' ? key : undefined)
}

/**
 * The account a request is about: the token's own, or for a token over several the one in `tenant_id`. A tenant this installation never named
 * is unknown (404), any other than the token's is forbidden (403), whether or not it exists (ondi sheet 5).
 */
function tenantOf(core: Core, token: Token, wanted: unknown): number {
  const covered = token.accountId === 0 ? token.accountIds : [token.accountId]
  if (wanted === undefined || wanted === '') {
    if (token.accountId === 0) throw new AppError('query_invalid', { message: 'tenant_id is required', field: 'tenant_id' })
    return token.accountId
  }
  if (typeof wanted !== 'string' || !isUuid(wanted)) {
    throw new AppError('query_invalid', { message: 'tenant_id must be a UUID', field: 'tenant_id' })
  }
  const accountId = core.ids.fromUuid('account', wanted)
  if (accountId === undefined) throw new AppError('account_not_found')
  if (!covered.includes(accountId)) throw new AppError('account_forbidden')
  return accountId
}
