import type { Core } from '../core/context.ts'
import { findExample } from '../core/conversations/find-example.ts'
import { hashSecret } from '../core/tokens/create-token.ts'
import type { SecretAmong } from '../dialects/connector.ts'
import { type AccessByDialect, DIALECTS } from '../dialects/index.ts'
import type { Account } from '../model/account.ts'
import { findAccount, listAccounts } from '../storage/queries/accounts.ts'
import { listTokensByHash } from '../storage/queries/connections.ts'
import { listTokens } from '../storage/queries/people/tokens.ts'

/** What a client of each dialect has to be given; ids in that dialect's form, null where the account has none or the secret was not kept. */
export type AccountAccess = { name: string } & AccessByDialect
export type Connections = { url: string; accounts: AccountAccess[] }

/** Every account's access through every dialect, at a server's address. `secrets` are the ones that are known in clear text. */
export async function describeConnections(core: Core, url: string, secrets: readonly string[]): Promise<Connections> {
  const { known } = await findSecrets(core, secrets)
  const accounts: AccountAccess[] = []
  for (const account of await listAccounts(core.store)) accounts.push(await describeAccount(core, account, url, known))
  return { url, accounts }
}

/** The same for the first account of which a secret is known; it costs the same however many accounts there are. */
export async function describeKnownAccount(core: Core, url: string, secrets: readonly string[]): Promise<AccountAccess | undefined> {
  const { known, accountIds } = await findSecrets(core, secrets)
  const account = accountIds[0] === undefined ? undefined : await findAccount(core.store, accountIds[0])
  return account && describeAccount(core, account, url, known)
}

type Secrets = ReadonlyMap<number, string>

/** Secrets by token id, and the accounts they belong to. A secret whose token is gone, or belongs to another store, is left out. */
async function findSecrets(core: Core, secrets: readonly string[]): Promise<{ known: Secrets; accountIds: number[] }> {
  if (secrets.length === 0) return { known: new Map(), accountIds: [] }
  const byHash = new Map(secrets.map((secret) => [hashSecret(secret), secret]))
  const rows = await listTokensByHash(core.store, [...byHash.keys()])
  const accountIds = [...new Set(rows.map((row) => row.account_id))].filter((id) => id !== 0)
  return { known: new Map(rows.map((row) => [row.id, byHash.get(row.hash) ?? ''])), accountIds: accountIds.sort((a, b) => a - b) }
}

async function describeAccount(core: Core, account: Account, url: string, secrets: Secrets): Promise<AccountAccess> {
  const tokens = await listTokens(core.store, account.id)
  const example = await findExample(core, account.id, 'all')
  const secretAmong: SecretAmong = (some) => secrets.get(some.find(({ id }) => secrets.has(id))?.id ?? 0) ?? null
  const accesses: Partial<Record<keyof AccessByDialect, object>> = {}
  for (const { name, mount, connector } of DIALECTS) {
    accesses[name] = await connector.access({ core, account, base: `${url}${mount}`, tokens, ...example }, secretAmong)
  }
  return { name: account.name, ...(accesses as AccessByDialect) }
}
