import type { Tx } from '../../storage/db.ts'
import { listAccounts } from '../../storage/queries/accounts.ts'
import { lockInstallation } from '../../storage/queries/installation.ts'
import { listApplications } from '../../storage/queries/people/applications.ts'
import { createApplication } from '../applications/create-application.ts'
import type { Core } from '../context.ts'
import { ensureAccount, fillAccount } from './seed-account.ts'
import { hashPasswords, type SeedHashes } from './seed-passwords.ts'
import { parseSeed, type Seed, SeedError } from './seed-schema.ts'
import { seedApplicationTokens, seedInstallTokens } from './seed-tokens.ts'
import { countMade, type NewSecret, type SeedSubscriptions, type SeedWork } from './seed-work.ts'

/** What a seed made, by kind (`accounts`, `members`, …; nothing when all of it was there), and the secrets it made up. */
export type SeedResult = { made: Record<string, number>; secrets: NewSecret[] }

/**
 * Makes what a seed declares and is not there yet, all in one transaction; what is there stays as it is, so applying a seed again changes nothing.
 * Accounts, channels and applications are known by name, members by e-mail address or name, contacts by identifier, e-mail address, phone number or name,
 * conversations by their key, deliveries by reference, a password by its person, tokens by secret, or by dialect, author and label, webhooks by dialect and address, or by application.
 * Throws a `SeedError` that names the field.
 */
export async function applySeed(core: Core, value: unknown, subscriptions: SeedSubscriptions = new Map()): Promise<SeedResult> {
  const seed = parseSeed(value)
  const hashes = await hashPasswords(core, seed)
  return core.store.tx((tx) => seedStore(core, tx, { seed, hashes, subscriptions }))
}

/**
 * Applies a seed if the store has no account at all; two servers that start at once make one demo. `keep` is handed the secrets that were made up
 * before they are committed, so that none is lost; it may be called again when the transaction has to be repeated.
 */
export async function seedEmptyStore(core: Core, seed: Seed, keep: (secrets: readonly NewSecret[]) => void): Promise<boolean> {
  if ((await listAccounts(core.store)).length > 0) return false
  const hashes = await hashPasswords(core, seed)
  return core.store.tx(async (tx) => {
    await lockInstallation(tx)
    if ((await listAccounts(tx)).length > 0) return false
    keep((await seedStore(core, tx, { seed, hashes, subscriptions: new Map() })).secrets)
    return true
  })
}

async function seedStore(
  core: Core,
  tx: Tx,
  { seed, ...lent }: { seed: Seed; hashes: SeedHashes; subscriptions: SeedSubscriptions },
): Promise<SeedResult> {
  await lockInstallation(tx)
  const work: SeedWork = { core, tx, applications: new Map(), made: {}, secrets: [], ...lent }
  const accounts = []
  const names = new Set<string>()
  for (const [index, input] of (seed.accounts ?? []).entries()) {
    const path = `accounts[${index}]`
    if (names.has(input.name)) throw new SeedError(`${path}.name: ${JSON.stringify(input.name)} is declared twice`)
    names.add(input.name)
    accounts.push({ input, path, ...(await ensureAccount(work, input, path)) })
  }
  for (const application of await listApplications(tx)) work.applications.set(application.name, application)
  for (const { name } of seed.applications ?? []) {
    if (work.applications.has(name)) continue
    work.applications.set(name, await createApplication(core, tx, { name }))
    countMade(work, 'applications')
  }
  for (const { account, isNew, input, path } of accounts) await fillAccount(work, account, isNew, { input, path })
  for (const [index, input] of (seed.applications ?? []).entries()) await seedApplicationTokens(work, input, `applications[${index}]`)
  await seedInstallTokens(work, seed.installTokens ?? [])
  return { made: work.made, secrets: work.secrets }
}
