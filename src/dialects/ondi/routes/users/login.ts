import { Type } from 'typebox'
import type { Core } from '../../../../core/context.ts'
import type { Lifetimes, Session } from '../../../../core/sessions/open-session.ts'
import { refreshSession } from '../../../../core/sessions/refresh-session.ts'
import { signIn } from '../../../../core/sessions/sign-in.ts'
import { AppError } from '../../../../model/errors.ts'
import type { App } from '../../../dialect.ts'
import { FAILURES, Success, TENANT_QUERY, Uuid } from '../../schemas.ts'
import { toWireUser, WireUser } from '../../user.ts'

const LIFETIMES: Lifetimes = { accessSeconds: 3600, refreshSeconds: 30 * 24 * 3600 }

const Tokens = {
  access_token: Type.String(),
  refresh_token: Type.String({ description: 'Good once, for `POST /auth/refresh`; used again it ends the session' }),
  expires_in: Type.Integer({ description: 'How many seconds the access token is good' }),
}
const OPEN = { security: [] }

/** ondi sheet 1: members and customers sign in with e-mail address and password. Without `tenant_id` it is the first tenant in which both are right. */
export function login(app: App, core: Core): void {
  app.post(
    '/auth/login',
    {
      schema: {
        ...OPEN,
        summary: 'Log in',
        querystring: Type.Object(TENANT_QUERY),
        body: Type.Object({
          email: Type.String({ minLength: 1, maxLength: 255 }),
          password: Type.String({ minLength: 1, maxLength: 1024 }),
          tenant_id: Type.Optional(Type.Union([Uuid, Type.Null()], { description: 'May stand in the query instead' })),
        }),
        response: { 200: Success({ ...Tokens, user: WireUser }), ...FAILURES },
      },
    },
    async ({ body, query }) => {
      const { email, password } = body
      const accountId = tenantOf(core, query.tenant_id || body.tenant_id || undefined)
      const session = await signIn(core, { email, password, accountId, dialect: 'ondi', ...LIFETIMES })
      return { success: true as const, message: 'Logged in successfully', ...toTokens(session), user: toWireUser(core, session.person) }
    },
  )
}

/** ondi sheet 1. */
export function refresh(app: App, core: Core): void {
  app.post(
    '/auth/refresh',
    {
      schema: {
        ...OPEN,
        summary: 'Refresh the tokens',
        querystring: Type.Object(TENANT_QUERY),
        body: Type.Object({ refresh_token: Type.String({ minLength: 1, maxLength: 1024 }) }),
        response: { 200: Success(Tokens), ...FAILURES },
      },
    },
    async ({ body }) => {
      const session = await refreshSession(core, body.refresh_token, LIFETIMES)
      return { success: true as const, message: 'Tokens refreshed successfully', ...toTokens(session) }
    },
  )
}

function toTokens({ access, refresh }: Session) {
  return { access_token: access.secret, refresh_token: refresh?.secret ?? '', expires_in: LIFETIMES.accessSeconds }
}

/** A tenant that this installation never named is unknown; who may sign in to any other is not told (ondi sheet 5). */
function tenantOf(core: Core, uuid: string | undefined): number | undefined {
  if (uuid === undefined) return undefined
  const id = core.ids.fromUuid('account', uuid)
  if (id === undefined) throw new AppError('account_not_found')
  return id
}
