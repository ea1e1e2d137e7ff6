import type { Contact } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { findContactBy } from '../../storage/queries/people/contacts.ts'
import type { Ctx } from '../context.ts'
import { type ContactInput, createContact } from './create-contact.ts'
import { updateContact } from './update-contact.ts'

/**
 * Enters a contact under the business's own identifier. Somebody who wrote before, and is known by e-mail address but under no identifier yet, gets it
 * instead of a second record; a name they have already stays. Refuses with `contact_identifier_taken`, `contact_email_taken`, `contact_phone_taken`.
 */
export async function registerContact(ctx: Ctx, tx: Tx, input: ContactInput & { identifier: string }): Promise<Contact> {
  const email = input.email?.trim()
  const known = email ? await findContactBy(tx, ctx.accountId, 'email', email) : undefined
  if (!known) return createContact(ctx, tx, input)
  if (await findContactBy(tx, ctx.accountId, 'identifier', input.identifier)) {
    throw new AppError('contact_identifier_taken', { field: 'identifier' })
  }
  if (known.identifier !== null) throw new AppError('contact_email_taken', { field: 'email' })
  return updateContact(ctx, tx, known.id, { ...input, email: undefined, name: known.name ?? input.name })
}
