import type { AuthorRef } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Db } from '../../storage/db.ts'
import { findContacts } from '../../storage/queries/people/contacts.ts'
import { findMembers } from '../../storage/queries/people/members.ts'

/** The members and contacts of an account with these ids, in the order of the ids. Refuses with `participant_not_found` when one of them is neither. */
export async function findPeople(db: Db, accountId: number, ids: readonly number[]): Promise<AuthorRef[]> {
  if (ids.length === 0) return []
  const people = [...(await findMembers(db, accountId, ids)), ...(await findContacts(db, accountId, ids))]
  const byId = new Map(people.map((one) => [one.id, one]))
  return ids.map((id) => {
    const one = byId.get(id)
    if (!one) throw new AppError('participant_not_found', { message: `No member or contact has the id ${id}.`, field: 'authorId' })
    return { kind: one.kind, id }
  })
}
