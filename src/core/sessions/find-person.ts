import type { AuthorRef, Contact, Member } from '../../model/author.ts'
import type { Db } from '../../storage/db.ts'
import { findContacts } from '../../storage/queries/people/contacts.ts'
import { findMembers } from '../../storage/queries/people/members.ts'

/** Somebody who may sign in, if they are there: a member who has not left, or a contact. */
export async function findPerson(db: Db, accountId: number, { kind, id }: AuthorRef): Promise<Member | Contact | undefined> {
  const [found] = kind === 'member' ? await findMembers(db, accountId, [id]) : await findContacts(db, accountId, [id])
  return found
}
