import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { checkAccount } from '../../../core/accounts/check-account.ts'
import type { Core, Ctx } from '../../../core/context.ts'
import { endSession } from '../../../core/sessions/refresh-session.ts'
import { signIn } from '../../../core/sessions/sign-in.ts'
import { AppError, type ErrorCode } from '../../../model/errors.ts'
import type { Token } from '../../../model/token.ts'
import { findAccount } from '../../../storage/queries/accounts.ts'
import type { App } from '../../dialect.ts'
import { createCtx } from '../../requests.ts'
import { memberOf } from '../auth.ts'
import { acceptForms } from '../inputs/forms.ts'
import { answers } from '../inputs/inputs.ts'
import type { Profile } from '../profile.ts'
import { findSession, toSessionHeaders } from './session-headers.ts'

/** The vendor's two months. */
const ACCESS_SECONDS = 60 * 24 * 3600

/** Signing in with e-mail address and password (chatwoot sheet 2, "Session form"). Register it at `/auth`. */
export async function sessionRoutes(app: App, profile: Profile, core: Core): Promise<void> {
  await acceptForms(app, profile)
  const data = profile.desk.me.Wire

  app.post(
    '/sign_in',
    {
      schema: {
        summary: 'Sign in',
        description: 'The answer’s headers `access-token`, `client` and `uid` go with every later call.',
        security: [],
        body: Type.Object({
          email: Type.String({ minLength: 1, maxLength: 255 }),
          password: Type.String({ minLength: 1, maxLength: 1024 }),
        }),
        response: answers(profile, Type.Object({ data })),
      },
    },
    async (request, reply) => {
      const { email, password } = request.body
      const session = await signIn(core, { email, password, dialect: profile.name, accessSeconds: ACCESS_SECONDS })
      reply.headers(toSessionHeaders(core, session))
      return { data: await showMe(ctxOf(profile, core, request, session.access.token), profile, session.access.secret) }
    },
  )

  app.get(
    '/validate_token',
    {
      schema: {
        summary: 'Look whether a session is still good',
        security: [],
        response: answers(profile, Type.Object({ payload: Type.Object({ success: Type.Literal(true), data }) })),
      },
    },
    async (request, reply) => {
      const token = await findSessionOr('credentials_invalid', core, request)
      await checkAccount(core, token.accountId)
      const { 'access-token': secret, client, uid } = request.headers
      reply.headers({
        'access-token': secret,
        'token-type': 'Bearer',
        client,
        uid,
        expiry: String(Math.floor((token.expiresAt ?? 0) / 1e6)),
      })
      return { payload: { success: true as const, data: await showMe(ctxOf(profile, core, request, token), profile, String(secret)) } }
    },
  )

  app.delete(
    '/sign_out',
    {
      schema: { summary: 'Sign out', security: [], response: answers(profile, Type.Object({ success: Type.Literal(true) })) },
    },
    async (request) => {
      const token = await findSessionOr('session_not_found', core, request)
      await core.store.tx((tx) => endSession(core, tx, token))
      return { success: true as const }
    },
  )
}

/** The session a request is made in, or the refusal of these calls when it is made in none. */
function findSessionOr(code: ErrorCode, core: Core, { headers }: FastifyRequest): Promise<Token> {
  return findSession(core, headers).catch((error: unknown) => {
    throw error instanceof AppError ? new AppError(code, { cause: error }) : error
  })
}

function ctxOf(profile: Profile, core: Core, request: FastifyRequest, token: Token): Ctx {
  return createCtx(core, request, { accountId: token.accountId, actor: token.author, token, dialect: profile.name })
}

async function showMe(ctx: Ctx, profile: Profile, token: string) {
  const member = await memberOf(ctx)
  const account = await findAccount(ctx.core.store, ctx.accountId)
  if (!account) throw new AppError('account_not_found')
  return profile.desk.me.toWire(ctx, { member, account, token }) as never
}
