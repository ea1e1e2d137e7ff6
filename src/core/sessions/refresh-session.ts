import { AppError } from '../../model/errors.ts'
import type { Token } from '../../model/token.ts'
import type { Tx } from '../../storage/db.ts'
import { lockTokenByHash, revokeFamily, revokeToken } from '../../storage/queries/people/tokens.ts'
import { checkAccount } from '../accounts/check-account.ts'
import type { Core } from '../context.ts'
import { hashSecret } from '../tokens/create-token.ts'
import { forgetTokensAfter } from '../tokens/forget-tokens.ts'
import { findPerson } from './find-person.ts'
import { type Lifetimes, openSession, type Session } from './open-session.ts'

/**
 * Changes a refresh token for the next tokens of its session. It is worth nothing from then on; whoever shows it again has it from somebody else, or somebody else has it,
 * and so the whole session ends. Refuses with `token_invalid`, `account_suspended`.
 */
export async function refreshSession(core: Core, secret: string, lifetimes: Lifetimes): Promise<Session> {
  const session = await core.store.tx(async (tx) => {
    const found = await lockTokenByHash(tx, hashSecret(secret))
    if (found?.token.scope !== 'refresh' || found.token.familyId === null) return undefined
    const { token, revoked } = found
    if (revoked) return endSession(core, tx, token)
    if (token.expiresAt !== null && token.expiresAt <= core.now()) return undefined
    await checkAccount(core, token.accountId)
    const person = await findPerson(tx, token.accountId, token.author)
    if (!person) return undefined
    await revokeToken(tx, token.accountId, token.id, core.now())
    return openSession(core, tx, person, { ...lifetimes, dialect: token.dialect, familyId: found.token.familyId })
  })
  if (!session) throw new AppError('token_invalid')
  return session
}

/** Ends a session: every token of its family. A token that was made by hand belongs to none and stays. */
export async function endSession(core: Core, tx: Tx, { accountId, familyId }: Token): Promise<undefined> {
  if (familyId === null) return
  await revokeFamily(tx, accountId, familyId, core.now())
  forgetTokensAfter(tx, core, (token) => token.familyId === familyId)
}
