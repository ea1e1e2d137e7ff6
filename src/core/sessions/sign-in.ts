import { AppError } from '../../model/errors.ts'
import type { DialectName } from '../../model/token.ts'
import { findPasswords, lockPassword, type PasswordRow } from '../../storage/queries/people/passwords.ts'
import { deleteAttempts, forgetAttempts } from '../../storage/queries/people/sign-in-attempts.ts'
import { mayThrough, type Role } from '../access.ts'
import { checkAccount } from '../accounts/check-account.ts'
import type { Core } from '../context.ts'
import { findPerson } from './find-person.ts'
import { verifyPassword } from './hash-password.ts'
import { type Lifetimes, openSession, type Session } from './open-session.ts'
import { addressDoor, reserveAttempt } from './reserve-attempt.ts'

export type SignIn = Lifetimes & {
  email: string
  password: string
  /** Only in this account. */
  accountId?: number
  /** The API they come in through; whoever has no business there does not sign in. */
  dialect: DialectName
  /** Whether customers are turned away, although the API is theirs, too. */
  membersOnly?: true
}

/**
 * Opens a session for whoever has this e-mail address and password: in the account named, else in the first in which both are right. Refuses with `credentials_invalid`,
 * after the same work whether or not anybody has the address; with `sign_in_locked` after too many attempts; with `account_suspended`, `members_only`.
 */
export async function signIn(core: Core, input: SignIn): Promise<Session> {
  const known = await findPasswords(core.store, input.email)
  const candidates = known.filter(
    ({ author, accountId }) =>
      (author.kind === 'member' || admits(input.dialect, 'contact')) && (input.accountId === undefined || accountId === input.accountId),
  )
  const match = await findMatch(core, input, candidates)
  if (!match) throw new AppError('credentials_invalid')
  await checkAccount(core, match.accountId)
  return core.store.tx(async (tx) => {
    // Locked and looked at again: whoever changes the password just now ends this session, too, or it is not opened.
    if ((await lockPassword(tx, match.accountId, match.author.id)) !== match.hash) throw new AppError('credentials_invalid')
    const person = await findPerson(tx, match.accountId, match.author)
    if (!person || !admits(input.dialect, person.kind === 'member' ? person.role : 'contact')) throw new AppError('credentials_invalid')
    if (input.membersOnly && person.kind !== 'member') throw new AppError('members_only')
    await forgetAttempts(tx, match.accountId, person.id)
    await deleteAttempts(tx, addressDoor(input.email))
    return openSession(core, tx, person, input)
  })
}

function admits(dialect: DialectName, role: Role): boolean {
  return mayThrough(dialect, 'identify', { role, scope: 'api' })
}

/** The one whose password it is. An address that nobody has is tried like one, with the same pauses. A refusal of one candidate is that of all only when none could be tried. */
async function findMatch(core: Core, { email, password }: SignIn, candidates: readonly PasswordRow[]) {
  const address = addressDoor(email)
  const nobody = { hash: undefined }
  let locked: unknown
  let tried = false
  for (const one of candidates.length > 0 ? candidates : [nobody]) {
    try {
      const own = 'author' in one ? [{ accountId: one.accountId, email, authorId: one.author.id }] : []
      await reserveAttempt(core, tried ? own : [address, ...own])
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      locked = error
      continue
    }
    tried = true
    if ((await verifyPassword(core, password, one.hash)) && one !== nobody) return one as PasswordRow
  }
  if (!tried) throw locked
  return undefined
}
