import type { Account } from '../../model/account.ts'
import { SYSTEM } from '../../model/author.ts'
import type { Token } from '../../model/token.ts'
import { findTokenByHash, isHashKnown, listTokens } from '../../storage/queries/people/tokens.ts'
import { type CreateToken, createToken, hashSecret } from '../tokens/create-token.ts'
import { findAccountByName } from './seed-account.ts'
import { type SeedApplication, SeedError, type SeedToken } from './seed-schema.ts'
import { countMade, findAuthor, type SeedWork } from './seed-work.ts'

const LABEL = 'seed'

/** The tokens of one account. A Mews access token names the application whose client token goes with it. */
export async function seedTokens(work: SeedWork, account: Account, inputs: readonly SeedToken[], path: string): Promise<void> {
  for (const [index, { dialect, secret, label, ...who }] of inputs.entries()) {
    const here = `${path}.tokens[${index}]`
    const author = await findAuthor(work, account.id, who, here)
    const applicationId = author.kind === 'application' ? author.id : null
    const token: CreateToken = { accountId: account.id, author, applicationId, scope: 'api', dialect, label: label ?? LABEL, secret }
    await ensureToken(work, token, account.name, here)
  }
}

/** An application's client token and its portfolio tokens. */
export async function seedApplicationTokens(work: SeedWork, input: SeedApplication, path: string): Promise<void> {
  const author = await findAuthor(work, 0, { application: input.name }, path)
  const common = { accountId: 0, author, applicationId: author.id, dialect: 'mews' as const }
  const client: CreateToken = { ...common, scope: 'client', label: `${input.name}, client token`, secret: input.clientToken }
  await ensureToken(work, client, null, `${path}.clientToken`)
  for (const [index, { accounts, secret, label }] of (input.portfolios ?? []).entries()) {
    const here = `${path}.portfolios[${index}]`
    const accountIds: number[] = []
    for (const name of accounts) {
      const account = await findAccountByName(work, name, here)
      if (!account) throw new SeedError(`${here}.accounts: there is no account ${JSON.stringify(name)}`)
      accountIds.push(account.id)
    }
    const portfolio: CreateToken = { ...common, accountIds, scope: 'portfolio', label: label ?? `${input.name}, portfolio`, secret }
    await ensureToken(work, portfolio, null, here)
  }
}

/** Tokens that administer the installation. */
export async function seedInstallTokens(work: SeedWork, inputs: readonly { secret?: string; label?: string }[]): Promise<void> {
  for (const [index, { secret, label }] of inputs.entries()) {
    const token: CreateToken = { accountId: 0, author: SYSTEM, scope: 'install', dialect: 'parley', label: label ?? LABEL, secret }
    await ensureToken(work, token, null, `installTokens[${index}]`)
  }
}

/** Makes a token unless it is there: the one with that secret, or without a secret the one with the same holder, scope, dialect and label. */
async function ensureToken(work: SeedWork, input: CreateToken, account: string | null, path: string): Promise<void> {
  const { core, tx } = work
  if (input.secret !== undefined) {
    const hash = hashSecret(input.secret)
    const found = await findTokenByHash(tx, hash)
    if (found && !isSame(found.token, input)) throw new SeedError(`${path}: this secret already belongs to another token`)
    if (found) return
    if (await isHashKnown(tx, hash)) throw new SeedError(`${path}: this secret was revoked; choose another one`)
  } else if ((await listTokens(tx, input.accountId)).some((token) => isSame(token, input) && token.label === input.label)) {
    return
  }
  const { secret } = await createToken(core, tx, input)
  if (input.secret === undefined) work.secrets.push({ account, dialect: input.dialect, label: input.label, secret })
  countMade(work, 'tokens')
}

function isSame(token: Token, input: CreateToken): boolean {
  const accounts = (ids: readonly number[] = []) => [...ids].sort((a, b) => a - b).join()
  return (
    token.accountId === input.accountId &&
    token.author.id === input.author.id &&
    token.author.kind === input.author.kind &&
    token.scope === input.scope &&
    token.dialect === input.dialect &&
    accounts(token.accountIds) === accounts(input.accountIds)
  )
}
