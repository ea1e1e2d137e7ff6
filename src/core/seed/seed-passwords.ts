import type { Contact, Member } from '../../model/author.ts'
import { listAccounts } from '../../storage/queries/accounts.ts'
import { hasPassword } from '../../storage/queries/people/passwords.ts'
import type { Core, Ctx } from '../context.ts'
import { hashPassword } from '../sessions/hash-password.ts'
import { setPassword } from '../sessions/set-password.ts'
import type { Seed } from './seed-schema.ts'
import { countMade, findContact, findMember, type SeedWork } from './seed-work.ts'

/** Hashes by the path of the person in the seed. */
export type SeedHashes = ReadonlyMap<string, string>

/** The hashes of the passwords that a seed gives to people who have none yet. Made before its transaction, which they would hold up for a fifth of a second each. */
export async function hashPasswords(core: Core, seed: Seed): Promise<SeedHashes> {
  const { store } = core
  const known = new Map((await listAccounts(store)).map((account) => [account.name, account.id]))
  const hashes = new Map<string, string>()
  for (const [index, account] of (seed.accounts ?? []).entries()) {
    const accountId = known.get(account.name) ?? 0
    const add = async (path: string, password: string | undefined, find: () => Promise<Member | Contact | undefined>) => {
      if (password === undefined) return
      const person = accountId === 0 ? undefined : await find()
      if (person && (await hasPassword(store, accountId, person.id))) return
      hashes.set(`accounts[${index}].${path}`, await hashPassword(core, password))
    }
    for (const [at, one] of (account.members ?? []).entries()) {
      await add(`members[${at}]`, one.password, () => findMember(store, accountId, one.email ?? one.name))
    }
    for (const [at, one] of (account.contacts ?? []).entries()) {
      await add(`contacts[${at}]`, one.password, () =>
        findContact(store, accountId, one.identifier ?? one.email ?? one.phone ?? one.name ?? ''),
      )
    }
  }
  return hashes
}

/** Sets the password that the person at `path` of the seed is given, unless they have one by now. */
export async function seedPassword(work: SeedWork, ctx: Ctx, person: Member | Contact, path: string): Promise<void> {
  const hash = work.hashes.get(path)
  if (hash === undefined || (await hasPassword(work.tx, ctx.accountId, person.id))) return
  await setPassword(ctx, work.tx, person, hash)
  countMade(work, 'passwords')
}
