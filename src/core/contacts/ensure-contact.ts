import type { Contact } from '../../model/author.ts'
import type { Tx } from '../../storage/db.ts'
import { findContactBy } from '../../storage/queries/people/contacts.ts'
import type { Ctx } from '../context.ts'
import { type ContactInput, createContact } from './create-contact.ts'

/**
 * The contact with this e-mail address as it is, or a new one with all that is given. Addresses are compared trimmed and in lower case. Refuses with
 * `contact_phone_taken`, `contact_identifier_taken`.
 */
export async function ensureContact(ctx: Ctx, tx: Tx, input: ContactInput & { email: string }): Promise<Contact> {
  return (await findContactBy(tx, ctx.accountId, 'email', input.email)) ?? createContact(ctx, tx, input)
}
