import { AppError } from '../../model/errors.ts'
import { lockTokenByHash } from '../../storage/queries/people/tokens.ts'
import { checkAccount } from '../accounts/check-account.ts'
import type { Core } from '../context.ts'
import { authenticate } from '../tokens/authenticate.ts'
import { hashSecret } from '../tokens/create-token.ts'
import { findPerson } from './find-person.ts'
import { type Lifetimes, openSession, type Session } from './open-session.ts'

/**
 * Opens a session for the member a token speaks for. It ends when the token does: revoking the token revokes it, and it is good no longer. Refuses with `token_invalid`,
 * `members_only`, `account_suspended`.
 */
export async function signInByToken(core: Core, secret: string, { accessSeconds }: Lifetimes): Promise<Session> {
  const token = await authenticate(core, secret)
  const { accountId, author, expiresAt } = token
  if (token.scope !== 'api' || author.kind !== 'member') throw new AppError('members_only')
  await checkAccount(core, accountId)
  return core.store.tx(async (tx) => {
    // Locked and looked at again: whoever revokes it just now ends this session, too, or it is not opened.
    const found = await lockTokenByHash(tx, hashSecret(secret))
    const person = await findPerson(tx, accountId, author)
    if (!found || found.revoked || !person) throw new AppError('token_invalid')
    const left = expiresAt === null ? Number.POSITIVE_INFINITY : Math.floor((expiresAt - core.now()) / 1_000_000)
    const familyId = token.familyId ?? token.id
    return openSession(core, tx, person, { dialect: 'parley', familyId, accessSeconds: Math.min(accessSeconds, left) })
  })
}
