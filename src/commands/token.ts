import type { Core } from '../core/context.ts'
import { findContact, findMember } from '../core/seed/seed-work.ts'
import { type CreateToken, createToken } from '../core/tokens/create-token.ts'
import { revokeToken } from '../core/tokens/revoke-token.ts'
import type { Account } from '../model/account.ts'
import { type AuthorRef, SYSTEM } from '../model/author.ts'
import { AppError } from '../model/errors.ts'
import { DIALECT_NAMES, type DialectName, type Scope } from '../model/token.ts'
import { listAccounts } from '../storage/queries/accounts.ts'
import { listApplications } from '../storage/queries/people/applications.ts'
import { listTokens } from '../storage/queries/people/tokens.ts'
import { CommandError, type Invocation, UsageError } from './command.ts'
import { findAccount } from './find-account.ts'
import { withStore } from './with-store.ts'

const DAY_MICROSECONDS = 86_400_000_000

type Work = { core: Core; flags: ReadonlyMap<string, string>; out: (text: string) => void }

/** `parley token create | list | revoke ID`. Without `--account`, tokens of the installation are meant. */
export async function token({ settings, words, flags, terminal }: Invocation): Promise<number> {
  const [action, id] = words
  const acts = { create, list, revoke }
  const act = action !== undefined && Object.hasOwn(acts, action) ? acts[action as keyof typeof acts] : undefined
  if (!act || (action === 'revoke') !== (id !== undefined)) throw new UsageError('The command is `parley token create | list | revoke ID`.')
  return withStore(settings.config, async (core) => {
    await act({ core, flags, out: terminal.out }, id ?? '')
  })
}

async function create(work: Work): Promise<void> {
  const { core, flags } = work
  const account = await findAccount(work.core, work.flags.get('account'))
  const holder = await findHolder(work, account)
  const label = flags.get('label') ?? 'command line'
  const input: CreateToken = { ...holder, accountId: account?.id ?? 0, label, expiresAt: readExpiry(core, flags.get('days')) }
  const { token: made, secret } = await core.store.tx((tx) => createToken(core, tx, input))
  work.out(`Token ${made.id} (${made.dialect}, ${made.label}). Its secret is shown this once:\n${secret}\n`)
}

async function list(work: Work): Promise<void> {
  const chosen = await findAccount(work.core, work.flags.get('account'))
  const accounts = chosen ? [chosen] : [{ id: 0, name: '(installation)' }, ...(await listAccounts(work.core.store))]
  for (const account of accounts) {
    for (const one of await listTokens(work.core.store, account.id)) {
      const ends = one.expiresAt === null ? '' : `, until ${new Date(one.expiresAt / 1000).toISOString()}`
      work.out(`${one.id}  ${account.name}  ${one.dialect}  ${one.scope}  ${one.author.kind} ${one.author.id}  ${one.label}${ends}\n`)
    }
  }
}

async function revoke(work: Work, text: string): Promise<void> {
  const { core } = work
  if (!/^\d{1,15}$/.test(text)) throw new UsageError('`parley token revoke` takes the number `parley token list` shows.')
  const account = await findAccount(work.core, work.flags.get('account'))
  const ids = account ? [account.id] : [0, ...(await listAccounts(core.store)).map((one) => one.id)]
  for (const accountId of ids) {
    if (!(await listTokens(core.store, accountId)).some((one) => one.id === Number(text))) continue
    await core.store.tx((tx) => revokeToken(core, tx, accountId, Number(text)))
    work.out(`Token ${text} is revoked.\n`)
    return
  }
  throw new AppError('token_not_found')
}

type Holder = { author: AuthorRef; applicationId: number | null; scope: Scope; dialect: DialectName }

/** Whom a new token speaks for, from the flags. */
async function findHolder(work: Work, account: Account | undefined): Promise<Holder> {
  const { core, flags } = work
  const given = ['member', 'contact', 'application', 'install'].filter((flag) => flags.has(flag))
  if (given.length !== 1) throw new UsageError('Say whom the token speaks for: one of --member, --contact, --application, --install.')
  const [kind = ''] = given
  const ref = flags.get(kind) ?? ''
  if (kind === 'install') {
    if (account) throw new UsageError('--install is for the whole installation; leave --account out.')
    return { author: SYSTEM, applicationId: null, scope: 'install', dialect: 'parley' }
  }
  if (kind === 'application') {
    const application = (await listApplications(core.store)).find((one) => one.name === ref)
    if (!application) throw new CommandError(`There is no application ${JSON.stringify(ref)}.`)
    const scope = account ? 'api' : 'client'
    return { author: application, applicationId: application.id, scope, dialect: readDialect(flags.get('dialect') ?? 'mews') }
  }
  if (!account) throw new UsageError(`--${kind} needs --account.`)
  const author = kind === 'member' ? await findMember(core.store, account.id, ref) : await findContact(core.store, account.id, ref)
  if (!author) throw new CommandError(`There is no ${kind} ${JSON.stringify(ref)} in ${account.name}.`)
  return { author, applicationId: null, scope: 'api', dialect: readDialect(flags.get('dialect')) }
}

function readDialect(text: string | undefined): DialectName {
  const dialect = DIALECT_NAMES.find((name) => name === text)
  if (!dialect) throw new UsageError(`--dialect must be one of ${DIALECT_NAMES.join(', ')}.`)
  return dialect
}

function readExpiry(core: Core, days: string | undefined): number | null {
  if (days === undefined) return null
  if (!/^[1-9]\d{0,4}$/.test(days)) throw new UsageError('--days must be a whole number from 1 to 99999.')
  return core.now() + Number(days) * DAY_MICROSECONDS
}
