import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { checkAccount } from '../../core/accounts/check-account.ts'
import { loadAuthor } from '../../core/authors.ts'
import type { Core, Ctx } from '../../core/context.ts'
import { loadReach } from '../../core/conversations/load-reach.ts'
import { authenticate } from '../../core/tokens/authenticate.ts'
import type { Member } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import { findAccount } from '../../storage/queries/accounts.ts'
import { checkAction } from '../check-action.ts'
import { bearerOf, createCtx } from '../requests.ts'
import type { Profile } from './profile.ts'
import { findSession, hasSession } from './session/session-headers.ts'

const BOT = { code: 'bot_not_allowed' } as const

/**
 * The hook that finds out who asks. `api_access_token: <token>`; the hyphenated spelling and a Bearer header work too, and the vendor's own header
 * wins (chatwoot sheet 2, 99digital sheet 1); without any of them a session's headers do, where the vendor has sessions. Only people and bots of the
 * account have such tokens: a contact's or an application's is not valid here. Refuses with `token_missing`, `token_invalid`, `account_forbidden`, `account_not_found`, `account_suspended`, `bot_not_allowed`, `not_allowed`.
 */
export function authenticator(profile: Profile, core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const { headers } = request
    const secret = apiTokenOf(headers)
    const isSession = secret === undefined && profile.desk.hasSessions && hasSession(headers)
    const token = await (isSession ? findSession(core, headers) : authenticate(core, secret))
    if (token.scope !== 'api' || token.author.kind !== 'member') throw new AppError('token_invalid')
    const { accountId } = token
    const wanted = (request.params as { account_id?: string }).account_id
    if (wanted !== undefined && wanted !== String(accountId)) {
      const isNumber = /^[1-9]\d{0,14}$/.test(wanted)
      const exists = isNumber && (!profile.tellsUnknownAccounts || (await findAccount(core.store, Number(wanted))) !== undefined)
      throw new AppError(exists ? 'account_forbidden' : 'account_not_found')
    }
    await checkAccount(core, accountId)
    request.ctx = createCtx(core, request, { accountId, actor: token.author, token, dialect: profile.name })
    const member = await memberOf(request.ctx)
    const { role } = member
    const reach = loadReach(core, member)
    request.ctx.reach = reach instanceof Promise ? await reach : reach
    checkAction(request, { door: profile.name, role, scope: token.scope }, role === 'bot' && profile.limitsBots ? BOT : undefined)
  }
}

function apiTokenOf(headers: IncomingHttpHeaders): string | undefined {
  const header = headers.api_access_token ?? headers['api-access-token'] ?? bearerOf(headers)
  return typeof header === 'string' ? header : undefined
}

/** The secret that a request, whose caller is known, was made with. */
export function secretOf(headers: IncomingHttpHeaders): string {
  return apiTokenOf(headers) ?? String(headers['access-token'])
}

/** The person or bot who asks. Refuses with `token_invalid` when they are gone. */
export async function memberOf(ctx: Ctx): Promise<Member> {
  const author = await loadAuthor(ctx.core, ctx.core.store, ctx.accountId, ctx.actor)
  if (author?.kind !== 'member') throw new AppError('token_invalid')
  return author
}
