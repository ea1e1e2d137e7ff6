import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Core } from '../../../../core/context.ts'
import type { Session } from '../../../../core/sessions/open-session.ts'
import { signIn } from '../../../../core/sessions/sign-in.ts'
import { signInByToken } from '../../../../core/sessions/sign-in-by-token.ts'
import { signInByLink } from '../../../../core/sessions/sign-in-links.ts'
import { revokeToken } from '../../../../core/tokens/revoke-token.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Token } from '../../../../model/token.ts'
import { findAccount } from '../../../../storage/queries/accounts.ts'
import { findMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { bearerOf, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { checkOrigin } from '../../sessions/own-page.ts'
import { toWireSession, WireSession } from '../../sessions/session.ts'
import { NO_SESSION_COOKIE, toSessionCookie } from '../../sessions/session-cookie.ts'
import { Body, Id, Text } from '../../wire.ts'

const DAYS = 14
/** Nobody is known yet, so nobody is given room for more than the longest password. */
const BODY_LIMIT = 16 * 1024
const LIFETIMES = { accessSeconds: DAYS * 24 * 3600 }

const SignInBody = Body({
  email: Type.Optional(Text(255, { minLength: 1 })),
  password: Type.Optional(Text(1024, { minLength: 1 })),
  accountId: Type.Optional(Id),
  token: Type.Optional(Text(1024, { minLength: 1, description: 'A member’s token; the session ends with it' })),
  link: Type.Optional(Text(1024, { minLength: 1, description: 'The secret of a sign-in link' })),
})

/** The session of a page in a browser begins here: whoever asks has no credential yet. */
export function signInRoute(app: App, core: Core): void {
  app.post(
    '/session',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        summary: 'Sign in',
        description: `For pages of the server itself, by members of the team: with \`email\` and \`password\` (in the account \`accountId\`, or else in the first in which both are right), with a member’s \`token\`, or with the \`link\` of a sign-in link. Sets the cookie \`parley_session\`, which ends after ${DAYS} days, or with the token. Whoever tries too often has to wait longer and longer (\`sign_in_locked\`, \`Retry-After\`).`,
        security: [],
        body: SignInBody,
        response: answers({ 200: WireSession }),
      },
    },
    async (request, reply) => {
      // Or another page could sign somebody in as whom it likes.
      checkOrigin(core, request)
      const { access } = await openFor(core, request.body)
      const seconds = Math.floor(((access.token.expiresAt ?? 0) - core.now()) / 1_000_000)
      reply.header('set-cookie', toSessionCookie(access.secret, { seconds, isSecure: isSecure(core, request) }))
      return showSession(core, access.token, reply)
    },
  )
}

/** What a signed-in page asks of its session. */
export function sessionRoutes(app: App, core: Core): void {
  app.get(
    '/session',
    {
      config: { action: 'identify' },
      schema: {
        summary: 'Who is signed in',
        description: 'With the cookie of a session; a token has none (`session_not_found`).',
        response: answers({ 200: WireSession }),
      },
    },
    async (request, reply) => showSession(core, sessionTokenOf(request), reply),
  )

  app.delete(
    '/session',
    {
      config: { action: 'identify' },
      schema: { summary: 'Sign out', response: answers({ 204: Type.Null({ description: 'Signed out' }) }) },
    },
    async (request, reply) => {
      const { accountId, id } = sessionTokenOf(request)
      await core.store.tx((tx) => revokeToken(core, tx, accountId, id))
      return sendAnswer(reply.header('set-cookie', NO_SESSION_COOKIE), { status: 204, body: null })
    },
  )
}

async function openFor(core: Core, body: Static<typeof SignInBody>): Promise<Session> {
  const { email, password, accountId, token, link } = body
  const ways = [email !== undefined || password !== undefined || accountId !== undefined, token !== undefined, link !== undefined]
  if (ways.filter(Boolean).length === 1) {
    if (token !== undefined) return signInByToken(core, token, LIFETIMES)
    if (link !== undefined) return signInByLink(core, link, LIFETIMES)
    if (email !== undefined && password !== undefined)
      return signIn(core, { email, password, accountId, dialect: 'parley', membersOnly: true, ...LIFETIMES })
  }
  throw new AppError('body_invalid', { message: 'Give email and password, or a token, or a link.' })
}

/** The token of the session a request is made in; one with a Bearer token is made in none. */
function sessionTokenOf({ ctx, headers }: FastifyRequest): Token {
  if (!ctx.token || bearerOf(headers) !== undefined) throw new AppError('session_not_found')
  return ctx.token
}

async function showSession(core: Core, token: Token, reply: FastifyReply): Promise<Static<typeof WireSession>> {
  reply.header('cache-control', 'no-store')
  const account = await findAccount(core.store, token.accountId)
  const [member] = await findMembers(core.store, token.accountId, [token.author.id])
  if (!account || !member) throw new AppError('token_invalid')
  return toWireSession(core, { account, member, token })
}

/** Whether the browser came by https, to this server or to the proxy in front of it, which the page’s origin tells. */
function isSecure({ publicUrl }: Core, { protocol, headers }: FastifyRequest): boolean {
  return [publicUrl, `${protocol}:`, headers.origin].some((address) => address?.startsWith('https:'))
}
