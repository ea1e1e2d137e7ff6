import { Type } from 'typebox'
import { loadAuthors } from '../../../../core/authors.ts'
import type { Core } from '../../../../core/context.ts'
import { findPeople } from '../../../../core/conversations/find-people.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { createToken } from '../../../../core/tokens/create-token.ts'
import { revokeToken } from '../../../../core/tokens/revoke-token.ts'
import type { AuthorRef } from '../../../../model/author.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Tx } from '../../../../storage/db.ts'
import { lockContacts } from '../../../../storage/queries/people/contacts.ts'
import { holdMembers } from '../../../../storage/queries/people/members.ts'
import { listTokens } from '../../../../storage/queries/people/tokens.ts'
import type { App } from '../../../dialect.ts'
import { secretFor } from '../../../new-secret.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { callerSecretOf } from '../../sessions/session-cookie.ts'
import { Body, fromWireTime, Id, Nullable, parseId, Text, Time } from '../../wire.ts'
import { TokenDialects, toWireToken, WireNewToken, WireToken, withSecret } from '../../wires/token.ts'

const CreateBody = Body({
  author: Body({ kind: Type.Enum(['member', 'contact', 'application']), id: Id }, { description: 'Whom the token acts as' }),
  dialect: Type.Optional(TokenDialects),
  label: Type.Optional(Text(255)),
  expiresAt: Type.Optional(Nullable(Time)),
})

export function tokenRoutes(app: App, core: Core): void {
  app.get(
    '/tokens',
    {
      config: { action: 'manageTokens' },
      schema: { summary: 'List the account’s tokens', response: answers({ 200: Type.Object({ tokens: Type.Array(WireToken) }) }) },
    },
    async ({ ctx }) => {
      const tokens = await listTokens(core.store, ctx.accountId)
      const holders = tokens.map((token) => token.author)
      const authors = await loadAuthors(core, core.store, ctx.accountId, holders)
      return { tokens: tokens.map((token) => toWireToken(token, authors)) }
    },
  )

  app.post(
    '/tokens',
    {
      config: { action: 'manageTokens' },
      schema: {
        summary: 'Create a token',
        description:
          'The secret is shown in this answer only. A token for an application can be made once the application has one in the account.',
        body: CreateBody,
        response: answers({ 201: WireNewToken }),
      },
    },
    async (request, reply) => {
      const { ctx, body } = request
      const { author, dialect = 'parley', label = '' } = body
      const expiresAt = body.expiresAt == null ? null : fromWireTime(body.expiresAt, 'expiresAt')
      const secretOf = secretFor(core, request, dialect, callerSecretOf(request.headers))
      const answer = await once(ctx, async (tx) => {
        await checkAuthor(tx, ctx.accountId, author)
        const applicationId = author.kind === 'application' ? author.id : null
        const input = { accountId: ctx.accountId, author, applicationId, scope: 'api', dialect, label, expiresAt } as const
        const { token } = await createToken(core, tx, input, secretOf)
        return jsonAnswer(201, toWireToken(token, await loadAuthors(core, tx, ctx.accountId, [author])))
      })
      return sendAnswer(reply, withSecret(answer, secretOf, 'body'))
    },
  )

  app.delete(
    '/tokens/:tokenId',
    {
      config: { action: 'manageTokens' },
      schema: {
        summary: 'Revoke a token',
        params: Type.Object({ tokenId: Type.String() }),
        response: answers({ 204: Type.Null({ description: 'Revoked' }) }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = parseId(params.tokenId, 'token_not_found')
      const answer = await once(ctx, async (tx) => {
        await revokeToken(core, tx, ctx.accountId, id)
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}

/** A token is for somebody of the account, who does not leave while it is made; an application is of the account once it holds a token there. */
async function checkAuthor(tx: Tx, accountId: number, author: AuthorRef): Promise<void> {
  if (author.kind === 'application') {
    const known = (await listTokens(tx, accountId)).some((token) => token.author.kind === 'application' && token.author.id === author.id)
    if (!known) throw new AppError('application_not_found', { field: 'author' })
    return
  }
  const [found] = await findPeople(tx, accountId, [author.id])
  const hold = author.kind === 'member' ? holdMembers : lockContacts
  if (found?.kind !== author.kind || (await hold(tx, accountId, [author.id])).length === 0)
    throw new AppError(author.kind === 'member' ? 'member_not_found' : 'contact_not_found', { field: 'author' })
}
