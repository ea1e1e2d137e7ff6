import type { Member } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { lockTokenByHash } from '../../storage/queries/people/tokens.ts'
import { checkAccount } from '../accounts/check-account.ts'
import type { Core } from '../context.ts'
import { createToken, hashSecret } from '../tokens/create-token.ts'
import { findPerson } from './find-person.ts'
import { type Lifetimes, openSession, type Session } from './open-session.ts'

/** Makes the secret of a link that signs a member in, as often as it is followed, for so many seconds. It ends with their sessions: a new password, or leaving, ends it. */
export async function createSignInLink(core: Core, tx: Tx, member: Pick<Member, 'id' | 'accountId'>, seconds: number): Promise<string> {
  const { accountId, id } = member
  // Housekeeping drops what is of a session and has ended; lists of tokens leave it out.
  const [familyId] = await tx.takeIds(1)
  const author = { kind: 'member', id } as const
  const expiresAt = core.now() + seconds * 1_000_000
  const made = await createToken(core, tx, {
    accountId,
    author,
    scope: 'link',
    dialect: 'parley',
    label: 'sign-in link',
    expiresAt,
    familyId,
  })
  return made.secret
}

/** Opens a session for the member a sign-in link is for. Refuses with `link_invalid`, `account_suspended`. */
export async function signInByLink(core: Core, secret: string, { accessSeconds }: Lifetimes): Promise<Session> {
  return core.store.tx(async (tx) => {
    // Locked: whoever ends the member's sessions just now ends this one, too, or it is not opened.
    const found = await lockTokenByHash(tx, hashSecret(secret))
    if (found?.token.scope !== 'link' || found.revoked) throw new AppError('link_invalid')
    const { accountId, author, expiresAt } = found.token
    if (expiresAt !== null && expiresAt <= core.now()) throw new AppError('link_invalid')
    await checkAccount(core, accountId)
    const person = await findPerson(tx, accountId, author)
    if (!person) throw new AppError('link_invalid')
    return openSession(core, tx, person, { dialect: 'parley', accessSeconds })
  })
}
