import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { lockContacts, deleteContact as removeContact } from '../../storage/queries/people/contacts.ts'
import { revokeTokensOf } from '../../storage/queries/people/tokens.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { forgetPassword } from '../sessions/set-password.ts'
import { forgetTokensAfter } from '../tokens/forget-tokens.ts'

/**
 * Erases a contact: the person's record, its links to channels, its password and its tokens. Conversations and messages stay, by an author whose name is no longer
 * known. Refuses with `contact_not_found`.
 */
export async function deleteContact(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  const [contact] = await lockContacts(tx, ctx.accountId, [id])
  if (!contact) throw new AppError('contact_not_found')
  const now = ctx.core.now()
  await removeContact(tx, ctx.accountId, id)
  await forgetPassword(tx, ctx.accountId, id)
  // Behind the password: whoever signs in just now has it locked until their session can be ended with the others.
  await revokeTokensOf(tx, ctx.accountId, contact, now)
  forgetContact(ctx, tx, id)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('contact.deleted', id, ctx.actor)])
}

/** What this process remembers of a contact who is gone or somebody else now, forgotten once that is so. */
export function forgetContact({ core }: Ctx, tx: Tx, id: number): void {
  tx.afterCommit(() => core.authors.delete(id))
  forgetTokensAfter(tx, core, (token) => token.author.id === id)
}
