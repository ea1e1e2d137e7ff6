import type { AuthorRef } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { deletePassword, movePassword, writePassword } from '../../storage/queries/people/passwords.ts'
import { deleteAttempts, forgetAttempts } from '../../storage/queries/people/sign-in-attempts.ts'
import { revokeSessionsOf } from '../../storage/queries/people/tokens.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { forgetTokensAfter } from '../tokens/forget-tokens.ts'
import { findPerson } from './find-person.ts'
import { addressDoor } from './reserve-attempt.ts'

type Person = AuthorRef & { kind: 'member' | 'contact' }

/**
 * Gives somebody a password, or takes it away; `hash` is `hashPassword`'s, made before the transaction. Their sessions end; tokens made by hand stay. Refuses with
 * `member_not_found`, `contact_not_found`, `password_needs_email`.
 */
export async function setPassword(ctx: Ctx, tx: Tx, person: Person, hash: string | null): Promise<void> {
  const { accountId, core } = ctx
  const found = await findPerson(tx, accountId, person)
  if (!found) throw new AppError(`${person.kind}_not_found`)
  const now = core.now()
  if (hash === null) await deletePassword(tx, accountId, person.id)
  else if (found.email === null) throw new AppError('password_needs_email')
  else await writePassword(tx, { accountId, author: { kind: person.kind, id: person.id }, hash }, found.email, now)
  await forgetAttempts(tx, accountId, person.id)
  if (found.email !== null) await deleteAttempts(tx, addressDoor(found.email))
  await revokeSessionsOf(tx, accountId, person.id, now)
  forgetTokensAfter(tx, core, (token) => token.author.id === person.id && token.familyId !== null)
  await recordEvents(tx, accountId, now, [subjectEvent(`${person.kind}.updated`, person.id, ctx.actor, { fields: ['password'] })])
}

/** Keeps the address that somebody signs in with the one they have; without an address there is no password either. */
export async function renamePassword(tx: Tx, accountId: number, authorId: number, email: string | null): Promise<void> {
  if (email === null) await forgetPassword(tx, accountId, authorId)
  else await movePassword(tx, accountId, authorId, email)
}

/** Removes all that is kept of somebody's password. */
export async function forgetPassword(tx: Tx, accountId: number, authorId: number): Promise<void> {
  await deletePassword(tx, accountId, authorId)
  await forgetAttempts(tx, accountId, authorId)
}
