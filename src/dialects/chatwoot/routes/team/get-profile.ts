import { AppError } from '../../../../model/errors.ts'
import { findAccount } from '../../../../storage/queries/accounts.ts'
import type { App } from '../../../dialect.ts'
import { memberOf, secretOf } from '../../auth.ts'
import { answers } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

/** Who the token belongs to; outside of any account (chatwoot sheet 8, ndoto sheet 6). */
export function getProfile(app: App, profile: Profile): void {
  app.get(
    '/profile',
    { config: { action: 'identify' }, schema: { summary: "Get the caller's profile", response: answers(profile, profile.desk.me.Wire) } },
    async ({ ctx, headers }) => {
      const member = await memberOf(ctx)
      const account = await findAccount(ctx.core.store, ctx.accountId)
      if (!account) throw new AppError('account_not_found')
      return profile.desk.me.toWire(ctx, { member, account, token: secretOf(headers) })
    },
  )
}
