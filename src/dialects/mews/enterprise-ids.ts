import { Type } from 'typebox'
import type { Ctx } from '../../core/context.ts'
import { tokenOf } from './auth.ts'
import { invalid } from './errors.ts'
import { nullable, UuidInputs } from './wire.ts'

export const EnterpriseIds = Type.Optional(
  nullable(
    Type.Array(UuidInputs.items, { ...UuidInputs, description: 'All enterprises in the scope of the AccessToken when left out or null' }),
  ),
)

/** The accounts an AccessToken covers. */
export function accountsOf(ctx: Ctx): readonly number[] {
  const token = tokenOf(ctx)
  return token.scope === 'portfolio' ? token.accountIds : [token.accountId]
}

/** The accounts a request is about: those it names, each once, or all the token covers. One outside of the token's scope refuses the request (mews sheet 1). */
export function selectAccounts(ctx: Ctx, enterpriseIds: readonly string[] | null | undefined): readonly number[] {
  const covered = accountsOf(ctx)
  if (!enterpriseIds) return covered
  const wanted = new Set<number>()
  for (const text of enterpriseIds) {
    const id = ctx.core.ids.fromUuid('account', text)
    if (id === undefined || !covered.includes(id)) throw invalid('EnterpriseIds')
    wanted.add(id)
  }
  return [...wanted]
}
