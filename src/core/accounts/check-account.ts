import { AppError } from '../../model/errors.ts'
import { findAccount } from '../../storage/queries/accounts.ts'
import type { Core } from '../context.ts'

/** Refuses with `account_suspended` whoever comes to a suspended account, with whatever credential. A suspension is noticed within a second. */
export async function checkAccount(core: Core, id: number): Promise<void> {
  if (await isSuspended(core, id)) throw new AppError('account_suspended')
}

export async function isSuspended(core: Core, id: number): Promise<boolean> {
  let status = core.accounts.get(id)
  if (status === undefined) {
    status = (await findAccount(core.store, id))?.status
    if (status !== undefined) core.accounts.set(id, status)
  }
  return status === 'suspended'
}
