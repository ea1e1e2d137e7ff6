import type { Application, AuthorRef, Contact, Member } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { DialectName } from '../../model/token.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { listContacts } from '../../storage/queries/people/contact-lists.ts'
import { findContactBy } from '../../storage/queries/people/contacts.ts'
import { findMemberByEmail, listMembers } from '../../storage/queries/people/members.ts'
import type { Core } from '../context.ts'
import type { Subscriptions } from '../webhooks/subscriptions.ts'
import type { SeedHashes } from './seed-passwords.ts'
import { SeedError, type SeedWho } from './seed-schema.ts'

/** A token or webhook that was made with a secret nobody chose beforehand: the one time it can be shown. */
export type NewSecret = { account: string | null; dialect: DialectName; label: string; secret: string }

/** What can be said of webhooks in each API that lets people make some. */
export type SeedSubscriptions = ReadonlyMap<DialectName, Subscriptions>

/** One run of a seed: what it works with and what it has made so far. */
export type SeedWork = {
  core: Core
  tx: Tx
  applications: Map<string, Application>
  /** What was made, by kind: `accounts`, `members`, … */
  made: Record<string, number>
  secrets: NewSecret[]
  hashes: SeedHashes
  subscriptions: SeedSubscriptions
}

export function countMade(work: SeedWork, kind: string): void {
  work.made[kind] = (work.made[kind] ?? 0) + 1
}

/** Runs a step; a refusal names the path of what was refused. */
export async function at<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof AppError) throw new SeedError(`${path}: ${error.message}`, { cause: error })
    throw error
  }
}

export async function findMember(db: Db, accountId: number, ref: string): Promise<Member | undefined> {
  const byEmail = ref.includes('@') ? await findMemberByEmail(db, accountId, ref) : undefined
  return (
    byEmail ??
    single(
      (await listMembers(db, accountId)).filter((member) => member.name === ref),
      ref,
    )
  )
}

export async function findContact(db: Db, accountId: number, ref: string): Promise<Contact | undefined> {
  for (const by of ['identifier', 'email', 'phone'] as const) {
    const found = await findContactBy(db, accountId, by, ref)
    if (found) return found
  }
  const named = await listContacts(db, accountId, { search: ref }, { limit: 1000 })
  return single(
    named.filter((contact) => contact.name === ref),
    ref,
  )
}

/** The one author a reference names. Throws a `SeedError` at `path` when it names none, several, or nobody known. */
export async function findAuthor(work: SeedWork, accountId: number, who: SeedWho, path: string): Promise<AuthorRef> {
  const given = Object.entries({ member: who.member, contact: who.contact, application: who.application }).filter(
    ([, ref]) => ref !== undefined,
  )
  const [kind, ref] = given[0] ?? []
  if (given.length !== 1 || kind === undefined || ref === undefined)
    throw new SeedError(`${path} must name one member, contact or application`)
  const found =
    kind === 'member'
      ? await findMember(work.tx, accountId, ref)
      : kind === 'contact'
        ? await findContact(work.tx, accountId, ref)
        : work.applications.get(ref)
  if (!found) throw new SeedError(`${path}.${kind}: there is no ${kind} ${JSON.stringify(ref)}`)
  return { kind: found.kind, id: found.id }
}

function single<T>(found: T[], ref: string): T | undefined {
  if (found.length > 1) throw new SeedError(`${JSON.stringify(ref)} is the name of ${found.length}; use the e-mail address or identifier`)
  return found[0]
}
