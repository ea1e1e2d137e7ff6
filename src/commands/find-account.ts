import type { Core } from '../core/context.ts'
import type { Account } from '../model/account.ts'
import { listAccounts } from '../storage/queries/accounts.ts'
import { CommandError } from './command.ts'

/** The account that a command names, by name or number; none when it names none. Throws a `CommandError` that says what there is. */
export async function findAccount(core: Core, ref: string | undefined): Promise<Account | undefined> {
  if (ref === undefined) return undefined
  const accounts = await listAccounts(core.store)
  const found = accounts.filter((account) => account.name === ref || String(account.id) === ref)
  if (found.length > 1)
    throw new CommandError(
      `${found.length} accounts are named ${JSON.stringify(ref)}; use the number: ${found.map((one) => one.id).join(', ')}`,
    )
  if (!found[0])
    throw new CommandError(
      `There is no account ${JSON.stringify(ref)}. There are: ${accounts.map((one) => one.name).join(', ') || 'none'}.`,
    )
  return found[0]
}
