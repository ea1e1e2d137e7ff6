import type { Account, AccountSettings } from '../../model/account.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { lockAccount, updateAccount as writeAccount } from '../../storage/queries/accounts.ts'
import type { Ctx } from '../context.ts'
import { changes, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

/** Only what is given changes; `settings` are merged key by key, and so is the retention in them. */
export type UpdateAccount = Partial<Pick<Account, 'name' | 'timezone' | 'locale' | 'settings'>>

/** Changes the caller's account. Refuses with `account_not_found`. */
export async function updateAccount(ctx: Ctx, tx: Tx, update: UpdateAccount): Promise<Account> {
  const before = await lockAccount(tx, ctx.accountId)
  if (!before) throw new AppError('account_not_found')
  const after: Account = {
    ...before,
    name: update.name ?? before.name,
    timezone: update.timezone ?? before.timezone,
    locale: update.locale ?? before.locale,
    settings: mergeSettings(before.settings, update.settings),
  }
  const changed = changes(before, after, ['name', 'timezone', 'locale', 'settings'])
  if (!changed) return before
  after.updatedAt = ctx.core.now()
  await writeAccount(tx, after)
  await recordEvents(tx, ctx.accountId, after.updatedAt, [
    subjectEvent('account.updated', after.id, ctx.actor, { fields: Object.keys(changed) }),
  ])
  return after
}

function mergeSettings(before: AccountSettings, update: AccountSettings = {}): AccountSettings {
  const merged = { ...before, ...update }
  if (!update.retention) return merged
  const retention = Object.entries({ ...before.retention, ...update.retention }).filter(([, days]) => days !== undefined)
  return { ...merged, retention: Object.fromEntries(retention) }
}
