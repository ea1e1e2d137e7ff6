import type { Account, AccountSettings } from '../../model/account.ts'
import { SYSTEM } from '../../model/author.ts'
import type { Tx } from '../../storage/db.ts'
import { insertAccount } from '../../storage/queries/accounts.ts'
import { insertCounters } from '../../storage/queries/counters.ts'
import type { Core, Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

export type CreateAccount = { name: string; timezone?: string; locale?: string; settings?: AccountSettings }

/** Makes an account with an empty log. It has no channel yet: a conversation needs one. */
export async function createAccount(core: Core, tx: Tx, input: CreateAccount): Promise<Account> {
  const now = core.now()
  const [id] = await tx.takeIds(1)
  const account: Account = {
    id: id as number,
    name: input.name,
    status: 'active',
    timezone: input.timezone ?? 'UTC',
    locale: input.locale ?? 'en',
    settings: input.settings ?? {},
    createdAt: now,
    updatedAt: now,
  }
  await insertAccount(tx, account)
  await insertCounters(tx, account.id)
  await recordEvents(tx, account.id, now, [subjectEvent('account.created', account.id, SYSTEM)])
  return account
}

/** The context in which Parley itself acts in an account, as at seeding. */
export function systemCtx(core: Core, accountId: number): Ctx {
  return {
    core,
    accountId,
    actor: SYSTEM,
    token: null,
    dialect: 'parley',
    requestId: 'system',
    origin: core.publicUrl ?? '',
    keyed: undefined,
    reach: 'all',
  }
}
