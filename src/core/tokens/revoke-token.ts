import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { revokeToken as writeRevocation } from '../../storage/queries/people/tokens.ts'
import type { Core } from '../context.ts'
import { forgetTokensAfter } from './forget-tokens.ts'

/** Ends a token for good, and the sessions of those who signed in with it; other processes learn of it within a second. Refuses with `token_not_found`. */
export async function revokeToken(core: Core, tx: Tx, accountId: number, id: number): Promise<void> {
  if (!(await writeRevocation(tx, accountId, id, core.now()))) throw new AppError('token_not_found')
  forgetTokensAfter(tx, core, (token) => token.id === id || token.familyId === id)
}
