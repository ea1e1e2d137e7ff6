import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { findContacts, deleteContact as removeContact } from '../../storage/queries/contacts.ts'
import { revokeTokensOf } from '../../storage/queries/tokens.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

/**
 * Erases a contact: the person's record, its links to channels and its tokens. Conversations and messages stay, by an author whose name is no longer
 * known. Refuses with `contact_not_found`.
 */
export async function deleteContact(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  const [contact] = await findContacts(tx, ctx.accountId, [id])
  if (!contact) throw new AppError('contact_not_found')
  const now = ctx.core.now()
  await removeContact(tx, ctx.accountId, id)
  await revokeTokensOf(tx, ctx.accountId, contact, now)
  ctx.core.authors.delete(id)
  for (const [hash, token] of ctx.core.tokens.entries()) if (token.author.id === id) ctx.core.tokens.delete(hash)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('contact.deleted', id, ctx.actor)])
}
