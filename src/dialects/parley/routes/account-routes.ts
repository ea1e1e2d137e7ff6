import { Type } from 'typebox'
import { createAccount, systemCtx } from '../../../core/accounts/create-account.ts'
import { updateAccount } from '../../../core/accounts/update-account.ts'
import { loadAuthor } from '../../../core/authors.ts'
import type { Core, Ctx } from '../../../core/context.ts'
import { once } from '../../../core/idempotency/once.ts'
import { createMember } from '../../../core/members/create-member.ts'
import { createToken } from '../../../core/tokens/create-token.ts'
import { AppError } from '../../../model/errors.ts'
import { findAccount, listAccounts } from '../../../storage/queries/accounts.ts'
import { findMembers } from '../../../storage/queries/people/members.ts'
import type { App } from '../../dialect.ts'
import { secretFor } from '../../new-secret.ts'
import { jsonAnswer, sendAnswer } from '../../requests.ts'
import { answers } from '../errors.ts'
import { callerSecretOf } from '../sessions/session-cookie.ts'
import { Attributes, AuthorKinds, Body, Id, Limit, Nullable, parseId, Query, Text, Time, toWireTimeOrNull } from '../wire.ts'
import { AccountFields, checkPlace, fromWireRetention, RetentionField, toWireAccount, WireAccount } from '../wires/account.ts'
import { MemberFields, toWireMember, WireMember } from '../wires/member.ts'
import { nameOf } from '../wires/participant.ts'
import { TokenDialects, toWireToken, WireNewToken, withSecret } from '../wires/token.ts'

const Params = Type.Object({ accountId: Type.String() })
const Identity = Type.Object({
  account: Nullable(Type.Object({ id: Id, name: Type.String() })),
  author: Type.Object({ kind: AuthorKinds, id: Id, name: Nullable(Type.String()) }),
  role: Type.String({ description: 'A member’s role, `contact`, `application` or `install`' }),
  token: Type.Object({ id: Id, label: Type.String(), dialect: TokenDialects, expiresAt: Nullable(Time) }),
})
const NewAccount = Type.Object({ account: WireAccount, administrator: Type.Optional(WireMember), token: Type.Optional(WireNewToken) })
const Page = Type.Object({ accounts: Type.Array(WireAccount), nextAfter: Nullable(Id) })
const CreateBody = Body({
  ...AccountFields,
  name: Text(255, { minLength: 1 }),
  administrator: Type.Optional(Body({ name: Text(255, { minLength: 1 }), email: MemberFields.email })),
})
const UpdateBody = Body({
  ...AccountFields,
  supportMemberIds: Type.Optional(Type.Array(Id, { maxItems: 1000 })),
  retention: RetentionField,
  custom: Type.Optional(Attributes),
})

export function accountRoutes(app: App, core: Core): void {
  app.get(
    '/whoami',
    { config: { action: 'identify' }, schema: { summary: 'Who the token is', response: answers({ 200: Identity }) } },
    async ({ ctx, reader }) => {
      const account = await findAccount(core.store, ctx.accountId)
      const author = await loadAuthor(core, core.store, ctx.accountId, ctx.actor)
      const token = ctx.token
      if (!token) throw new AppError('token_invalid')
      return {
        account: account ? { id: account.id, name: account.name } : null,
        author: { kind: ctx.actor.kind, id: ctx.actor.id, name: nameOf(author) },
        role: reader.role,
        token: { id: token.id, label: token.label, dialect: token.dialect, expiresAt: toWireTimeOrNull(token.expiresAt) },
      }
    },
  )

  app.get(
    '/accounts',
    {
      config: { action: 'manageAccounts' },
      schema: {
        summary: 'List all accounts, with a token of the installation',
        querystring: Query({ after: Type.Optional(Id), limit: Limit(200, 100) }),
        response: answers({ 200: Page }),
      },
    },
    async ({ query: { after = 0, limit = 100 } }) => {
      const accounts = await listAccounts(core.store, { after, limit })
      return { accounts: accounts.map(toWireAccount), nextAfter: accounts.length === limit ? (accounts.at(-1)?.id ?? null) : null }
    },
  )

  app.post(
    '/accounts',
    {
      config: { action: 'manageAccounts' },
      schema: {
        summary: 'Create an account, with a token of the installation',
        description: 'With `administrator`, a first administrator and a token of theirs come with it.',
        body: CreateBody,
        response: answers({ 201: NewAccount }),
      },
    },
    async (request, reply) => {
      const { administrator, ...input } = request.body
      checkPlace(input)
      const secretOf = secretFor(core, request, 'parley', callerSecretOf(request.headers))
      const answer = await once(request.ctx, async (tx) => {
        const account = await createAccount(core, tx, input)
        if (!administrator) return jsonAnswer(201, { account: toWireAccount(account) })
        const member = await createMember(systemCtx(core, account.id), tx, { ...administrator, role: 'administrator' })
        const owner = { accountId: account.id, author: member, scope: 'api', dialect: 'parley', label: 'First administrator' } as const
        const { token } = await createToken(core, tx, owner, secretOf)
        return jsonAnswer(201, {
          account: toWireAccount(account),
          administrator: toWireMember(member),
          token: toWireToken(token, new Map([[member.id, member]])),
        })
      })
      return sendAnswer(reply, administrator ? withSecret(answer, secretOf, 'token') : answer)
    },
  )

  app.get(
    '/accounts/:accountId',
    { config: { action: 'readAccount' }, schema: { summary: 'Get the account', params: Params, response: answers({ 200: WireAccount }) } },
    async ({ ctx, params }) => {
      const account = await findAccount(core.store, accountOf(ctx, params.accountId))
      if (!account) throw new AppError('account_not_found')
      return toWireAccount(account)
    },
  )

  app.patch(
    '/accounts/:accountId',
    {
      config: { action: 'updateAccount' },
      schema: { summary: 'Change the account', params: Params, body: UpdateBody, response: answers({ 200: WireAccount }) },
    },
    async ({ ctx, params, body: { supportMemberIds, retention, custom, ...place } }, reply) => {
      checkPlace(place)
      const settings = {
        ...(supportMemberIds && { supportMemberIds }),
        ...(retention && { retention: fromWireRetention(retention) }),
        ...(custom && { custom }),
      }
      const target = { ...ctx, accountId: accountOf(ctx, params.accountId) }
      const answer = await once(target, async (tx) => {
        const wanted = [...new Set(supportMemberIds)]
        if ((await findMembers(tx, target.accountId, wanted)).length < wanted.length)
          throw new AppError('member_not_found', { field: 'supportMemberIds' })
        return jsonAnswer(200, toWireAccount(await updateAccount(target, tx, { ...place, settings })))
      })
      return sendAnswer(reply, answer)
    },
  )
}

/** The account in the path: any for a token of the installation, else the token's own; every other one does not exist. */
export function accountOf(ctx: Ctx, text: string): number {
  const id = parseId(text, 'account_not_found')
  if (ctx.token?.scope !== 'install' && id !== ctx.accountId) throw new AppError('account_not_found')
  return id
}
