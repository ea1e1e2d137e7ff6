import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { isSuspended } from '../../core/accounts/check-account.ts'
import type { Core, Ctx } from '../../core/context.ts'
import { authenticate } from '../../core/tokens/authenticate.ts'
import { AppError } from '../../model/errors.ts'
import type { Token } from '../../model/token.ts'
import { checkAction } from '../check-action.ts'
import { createCtx } from '../requests.ts'
import { Text } from './wire.ts'

/** What every operation asks for (mews sheet 1). Languages are accepted and change nothing; so are properties nobody knows. */
export const credentials = {
  ClientToken: Type.String({ minLength: 1, description: 'Identifies the client application' }),
  AccessToken: Type.String({
    minLength: 1,
    description: 'Identifies the connection between the application and an enterprise, or a portfolio of them',
  }),
  Client: Type.String({ ...Text, description: 'Name and version of the client application' }),
  LanguageCode: Type.Optional(Type.Unknown({ description: 'Accepted and ignored' })),
  CultureCode: Type.Optional(Type.Unknown({ description: 'Accepted and ignored' })),
}

/**
 * Reads the credentials from the body, before anything else of it is looked at (mews sheet 8, order of checks). A body that is no object is `Invalid JSON`;
 * a token that is missing, unknown or expired is a 401 that names it, and so is an AccessToken of another application's.
 */
export function authenticator(core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const body = request.body
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new AppError('json_malformed')
    const given = body as { ClientToken?: unknown; AccessToken?: unknown }
    const client = await readToken(core, 'ClientToken', given.ClientToken)
    if (client.scope !== 'client') throw new AppError('token_invalid', { field: 'ClientToken' })
    const access = await readToken(core, 'AccessToken', given.AccessToken)
    const isPlace = access.scope === 'api' || access.scope === 'portfolio'
    if (!isPlace || access.applicationId === null || access.applicationId !== client.applicationId) {
      throw new AppError('token_invalid', { field: 'AccessToken' })
    }
    const actor = { kind: 'application', id: access.applicationId } as const
    const token = await withoutSuspended(core, access)
    // A portfolio token has no permission for what belongs to one enterprise (mews sheet 1).
    checkAction(request, { door: 'mews', role: 'application', scope: access.scope }, { field: 'AccessToken' })
    request.ctx = createCtx(core, request, { accountId: access.accountId, actor, token, dialect: 'mews' })
  }
}

async function readToken(core: Core, field: string, secret: unknown): Promise<Token> {
  try {
    return await authenticate(core, typeof secret === 'string' ? secret : undefined)
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unauthenticated') throw new AppError(error.code, { field, cause: error })
    throw error
  }
}

/** A disabled enterprise is a 401 (mews sheet 8); to a token over several it is as if it were none of them, until none is left. */
async function withoutSuspended(core: Core, token: Token): Promise<Token> {
  if (token.scope !== 'portfolio') {
    if (await isSuspended(core, token.accountId)) throw new AppError('account_suspended', { field: 'AccessToken' })
    return token
  }
  const suspended = new Set<number>()
  for (const id of token.accountIds) if (await isSuspended(core, id)) suspended.add(id)
  if (suspended.size === 0) return token
  const accountIds = token.accountIds.filter((id) => !suspended.has(id))
  if (accountIds.length === 0) throw new AppError('account_suspended', { field: 'AccessToken' })
  return { ...token, accountIds }
}

/** The AccessToken; the authenticator leaves none without. */
export function tokenOf(ctx: Ctx): Token {
  if (!ctx.token) throw new Error('a request passed without its AccessToken')
  return ctx.token
}
