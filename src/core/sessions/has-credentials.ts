import type { Contact } from '../../model/author.ts'
import type { Db } from '../../storage/db.ts'
import { hasPassword } from '../../storage/queries/people/passwords.ts'
import { hasTokens } from '../../storage/queries/people/tokens.ts'

/** Whether a contact can come in by a token or a password, beside the source ids that stand for them in channels. */
export async function hasCredentials(db: Db, contact: Contact): Promise<boolean> {
  return (await hasTokens(db, contact.accountId, contact)) || (await hasPassword(db, contact.accountId, contact.id))
}
