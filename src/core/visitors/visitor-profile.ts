import type { Contact } from '../../model/author.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Tx } from '../../storage/db.ts'
import { findContactBy } from '../../storage/queries/people/contacts.ts'
import { hasPassword } from '../../storage/queries/people/passwords.ts'
import type { ContactInput } from '../contacts/create-contact.ts'

/** What visitors, or the pages they are on, say about them. */
export type VisitorProfile = { name?: string; email?: string; phone?: string; identifier?: string }

export function saysAnything({ name, email, phone, identifier }: VisitorProfile): boolean {
  return Boolean(name || email || phone || identifier)
}

/**
 * What of it is entered with a contact. An address or a number that is somebody else's, or signs somebody in, and an identifier nobody has proven are only noted, for the
 * team to read: by what anybody may say nobody becomes, or is found as, somebody else.
 */
export async function readProfile(
  tx: Tx,
  accountId: number,
  said: VisitorProfile,
  { contact, proven }: { contact: Contact | undefined; proven: boolean },
): Promise<ContactInput> {
  const input: ContactInput = {}
  const stated: JsonObject = {}
  if (said.name?.trim()) input.name = said.name.trim()
  for (const by of ['email', 'phone'] as const) {
    const value = said[by]?.trim()
    if (!value || value === contact?.[by]) continue
    const other = await findContactBy(tx, accountId, by, value)
    const isFree = other === undefined || other.id === contact?.id
    if (isFree && !(by === 'email' && contact && (await hasPassword(tx, accountId, contact.id)))) input[by] = value
    else stated[by] = value
  }
  if (said.identifier && !proven && said.identifier !== contact?.identifier) stated.identifier = said.identifier
  if (Object.keys(stated).length > 0)
    input.additional = { stated: { ...(contact?.additional.stated as JsonObject | undefined), ...stated } }
  return input
}
