import { type Author, type AuthorRef, SYSTEM, type System } from '../model/author.ts'
import type { Db } from '../storage/db.ts'
import { findApplications } from '../storage/queries/people/applications.ts'
import { findContacts } from '../storage/queries/people/contacts.ts'
import { findMembersEver } from '../storage/queries/people/members.ts'
import type { Core } from './context.ts'

const PARLEY: System = { kind: 'system', id: 0, name: 'Parley' }

export type Authors = ReadonlyMap<number, Author>

/** The full records behind some author references, by id. An author erased since is left out. */
export async function loadAuthors(core: Core, db: Db, accountId: number, refs: Iterable<AuthorRef>): Promise<Authors> {
  const found = new Map<number, Author>([[SYSTEM.id, PARLEY]])
  const missing: { member: number[]; contact: number[]; application: number[] } = { member: [], contact: [], application: [] }
  for (const { kind, id } of refs) {
    if (kind === 'system' || found.has(id)) continue
    const cached = core.authors.get(id)
    // An application belongs to the installation, everybody else to one account.
    if (cached && (cached.kind === 'application' || (cached.kind !== 'system' && cached.accountId === accountId))) found.set(id, cached)
    else missing[kind].push(id)
  }
  const keep = (author: Author) => {
    found.set(author.id, author)
    // What a transaction sees may yet be rolled back.
    if (db === core.store) core.authors.set(author.id, author)
  }
  if (missing.member.length > 0) for (const member of await findMembersEver(db, accountId, missing.member)) keep(member)
  if (missing.contact.length > 0) for (const contact of await findContacts(db, accountId, missing.contact)) keep(contact)
  if (missing.application.length > 0) for (const application of await findApplications(db, missing.application)) keep(application)
  return found
}

export async function loadAuthor(core: Core, db: Db, accountId: number, ref: AuthorRef): Promise<Author | undefined> {
  return (await loadAuthors(core, db, accountId, [ref])).get(ref.id)
}
