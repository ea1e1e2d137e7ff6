import type { FastifyRequest } from 'fastify'
import type { Core } from '../../core/context.ts'
import { authenticate } from '../../core/tokens/authenticate.ts'
import { AppError } from '../../model/errors.ts'
import { bearerOf, createCtx } from '../requests.ts'
import type { Profile } from './profile.ts'

/**
 * `api_access_token: <token>`; the hyphenated spelling and a Bearer header work too, and the vendor's own header wins (chatwoot sheet 2, 99digital sheet 1).
 */
export function authenticator(profile: Profile, core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const header = request.headers.api_access_token ?? request.headers['api-access-token'] ?? bearerOf(request.headers)
    const token = await authenticate(core, typeof header === 'string' ? header : undefined)
    const wanted = (request.params as { account_id?: string }).account_id
    if (wanted !== undefined && Number(wanted) !== token.accountId) throw new AppError('account_forbidden')
    request.ctx = createCtx(core, request, { accountId: token.accountId, actor: token.author, token, dialect: profile.name })
  }
}
