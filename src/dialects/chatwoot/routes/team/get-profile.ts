import type { FastifyRequest } from 'fastify'
import type { Answer, Ctx } from '../../../../core/context.ts'
import type { Member } from '../../../../model/author.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Db } from '../../../../storage/db.ts'
import { findAccount } from '../../../../storage/queries/accounts.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { memberOf, secretOf } from '../../auth.ts'
import { answers } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

/** Who the token belongs to; outside of any account (chatwoot sheet 8, ndoto sheet 6). */
export function getProfile(app: App, profile: Profile): void {
  app.get(
    '/profile',
    { config: { action: 'identify' }, schema: { summary: "Get the caller's profile", response: answers(profile, profile.desk.me.Wire) } },
    async (request, reply) => {
      const { ctx } = request
      return sendAnswer(reply, withCredential(await answerProfile(ctx, ctx.core.store, profile, await memberOf(ctx)), request))
    },
  )
}

/** The profile without the caller's token, which is kept nowhere. */
export async function answerProfile(ctx: Ctx, db: Db, profile: Profile, member: Member): Promise<Answer> {
  const account = await findAccount(db, ctx.accountId)
  if (!account) throw new AppError('account_not_found')
  return jsonAnswer(200, profile.desk.me.toWire(ctx, { member, account, token: '' }))
}

/** Puts in the very token the call was made with: there is no other copy of it. */
export function withCredential(answer: Answer, { headers }: FastifyRequest): Answer {
  return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body ?? '{}'), access_token: secretOf(headers) }) }
}
