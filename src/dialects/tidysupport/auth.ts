import type { FastifyRequest } from 'fastify'
import { checkAccount } from '../../core/accounts/check-account.ts'
import { loadAuthor } from '../../core/authors.ts'
import type { Core } from '../../core/context.ts'
import { loadReach } from '../../core/conversations/load-reach.ts'
import { authenticate } from '../../core/tokens/authenticate.ts'
import { AppError } from '../../model/errors.ts'
import { checkAction } from '../check-action.ts'
import { bearerOf, createCtx } from '../requests.ts'

/**
 * `Authorization: Bearer <API key>` (tidysupport sheet 1). A key acts as one member of its workspace, whose `agt_` id its messages carry; a contact's
 * or an application's token is no API key. Refuses with `token_missing`, `token_invalid`, `account_forbidden` (the workspace in the path is not the
 * key's, whether or not it exists), `account_suspended`, `not_allowed` (somebody who may see single conversations only: this inbox shows all).
 */
export function authenticator(core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const token = await authenticate(core, bearerOf(request.headers))
    if (token.scope !== 'api' || token.author.kind !== 'member') throw new AppError('token_invalid')
    const { accountId, author: actor } = token
    const member = await loadAuthor(core, core.store, accountId, actor)
    if (member?.kind !== 'member') throw new AppError('token_invalid')
    const { workspaceId } = request.params as { workspaceId?: string }
    if (workspaceId !== undefined && core.ids.fromPrefixed('account', workspaceId) !== accountId) throw new AppError('account_forbidden')
    await checkAccount(core, accountId)
    checkAction(request, { door: 'tidysupport', role: member.role, scope: token.scope })
    request.ctx = createCtx(core, request, { accountId, actor, token, dialect: 'tidysupport', reach: await loadReach(core, member) })
  }
}
