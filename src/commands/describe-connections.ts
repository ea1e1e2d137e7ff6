import { loadAuthors } from '../core/authors.ts'
import type { Core } from '../core/context.ts'
import { hashSecret } from '../core/tokens/create-token.ts'
import type { Account } from '../model/account.ts'
import type { Author } from '../model/author.ts'
import type { Conversation } from '../model/conversation.ts'
import type { DialectName, Token } from '../model/token.ts'
import { findAccount, listAccounts } from '../storage/queries/accounts.ts'
import { listChannels } from '../storage/queries/channels.ts'
import { findFirstOfApplications, listTokensByHash } from '../storage/queries/connections.ts'
import { findConversation, listConversations } from '../storage/queries/conversations/conversations.ts'
import { listParticipants } from '../storage/queries/conversations/participants.ts'
import { listTokens } from '../storage/queries/people/tokens.ts'

type FamilyAccess = { baseUrl: string; accountId: number; token: string | null; inboxId: number | null; conversationId: number | null }
type OndiUser = { name: string; role: string; userId: string; token: string | null; participant: boolean }

/** What a client of each dialect has to be given; ids in that dialect's form, null where the account has none or the secret was not kept. */
export type AccountAccess = {
  name: string
  chatwoot: FamilyAccess & { inboxIdentifier: string | null }
  ndoto: FamilyAccess
  '99digital': FamilyAccess
  ondi: { baseUrl: string; tenantId: string; users: OndiUser[]; conversationId: string | null }
  mews: {
    platformAddress: string
    clientToken: string | null
    accessToken: string | null
    client: string
    enterpriseId: string
    messageThreadId: string | null
  }
  tidysupport: { baseUrl: string; workspaceId: string; apiKey: string | null; conversationId: string | null }
  parley: { baseUrl: string; accountId: number; token: string | null; conversationId: number | null }
}
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
  const { ids, store } = core
  const tokens = await listTokens(store, account.id)
  const conversation = await chooseConversation(core, account.id)
  const channels = await listChannels(store, account.id)
  const channel = channels.find((one) => one.id === conversation?.channelId) ?? channels[0]
  const secretOf = (dialect: DialectName) =>
    chooseSecret(
      tokens.filter((token) => token.dialect === dialect),
      secrets,
    )
  const family = (dialect: 'chatwoot' | 'ndoto' | '99digital'): FamilyAccess => ({
    baseUrl: `${url}/${dialect}`,
    accountId: account.id,
    token: secretOf(dialect),
    inboxId: channel?.id ?? null,
    conversationId: conversation?.number ?? null,
  })
  const { inboxId, conversationId, ...front } = family('chatwoot')
  const uuid = conversation ? ids.toUuid('conversation', conversation.id) : null
  return {
    name: account.name,
    chatwoot: { ...front, inboxId, inboxIdentifier: channel?.identifier ?? null, conversationId },
    ndoto: family('ndoto'),
    '99digital': family('99digital'),
    ondi: {
      baseUrl: `${url}/ondi`,
      tenantId: ids.toUuid('account', account.id),
      users: await listOndiUsers(core, account.id, tokens, conversation, secrets),
      conversationId: uuid,
    },
    mews: { platformAddress: `${url}/mews`, ...(await describeMews(core, account, tokens, conversation, secrets)) },
    tidysupport: {
      baseUrl: `${url}/tidysupport`,
      workspaceId: ids.toPrefixed('account', account.id),
      apiKey: secretOf('tidysupport'),
      conversationId: conversation ? ids.toPrefixed('conversation', conversation.id) : null,
    },
    parley: { baseUrl: `${url}/parley`, accountId: account.id, token: secretOf('parley'), conversationId: conversation?.id ?? null },
  }
}

/** The first conversation that an application made, because every dialect can speak of it; else the first of all. */
async function chooseConversation(core: Core, accountId: number): Promise<Conversation | undefined> {
  const id = await findFirstOfApplications(core.store, accountId)
  if (id !== undefined) return findConversation(core.store, accountId, { id })
  return (await listConversations(core.store, accountId, { reach: 'all' }, { limit: 1, orderBy: 'number', order: 'asc' }))[0]
}

function chooseSecret(tokens: readonly Token[], secrets: Secrets): string | null {
  const token = tokens.find((one) => secrets.has(one.id))
  return token ? (secrets.get(token.id) ?? null) : null
}

async function describeMews(
  core: Core,
  account: Account,
  tokens: readonly Token[],
  conversation: Conversation | undefined,
  secrets: Secrets,
) {
  const access = tokens.filter((token) => token.dialect === 'mews' && token.scope === 'api')
  const applicationId = conversation?.applicationId ?? access[0]?.applicationId ?? null
  const clients = (await listTokens(core.store, 0)).filter((token) => token.scope === 'client' && token.applicationId === applicationId)
  const authors =
    applicationId === null ? null : await loadAuthors(core, core.store, account.id, [{ kind: 'application', id: applicationId }])
  return {
    clientToken: chooseSecret(clients, secrets),
    accessToken: chooseSecret(
      access.filter((token) => token.applicationId === applicationId),
      secrets,
    ),
    client: `${authors?.get(applicationId ?? 0)?.name ?? 'Sample Client'} 1.0.0`,
    enterpriseId: core.ids.toUuid('account', account.id),
    messageThreadId: conversation && conversation.applicationId !== null ? core.ids.toUuid('conversation', conversation.id) : null,
  }
}

/** Everybody with an OnDi token, in the order in which the tokens were made, each once. */
async function listOndiUsers(
  core: Core,
  accountId: number,
  tokens: readonly Token[],
  conversation: Conversation | undefined,
  secrets: Secrets,
): Promise<OndiUser[]> {
  const mine = tokens.filter((token) => token.dialect === 'ondi')
  const authors = await loadAuthors(
    core,
    core.store,
    accountId,
    mine.map((token) => token.author),
  )
  const present = conversation ? await listParticipants(core.store, accountId, [conversation.id]) : []
  const inside = new Set(present.filter((one) => one.leftAt === null).map((one) => one.authorId))
  const people = [...new Set(mine.map((token) => token.author.id))].flatMap((id) => authors.get(id) ?? [])
  return people.map((author) => ({
    name: author.name ?? '',
    role: toOndiRole(author),
    userId: core.ids.toUuid('author', author.id),
    token: chooseSecret(
      mine.filter((token) => token.author.id === author.id),
      secrets,
    ),
    participant: inside.has(author.id),
  }))
}

/** ondi sheet 3: system admins, dispatchers, drivers and customers are told apart. */
function toOndiRole(author: Author): string {
  if (author.kind === 'contact') return 'customer'
  if (author.kind !== 'member') return author.kind
  return author.role === 'administrator' ? 'system_admin' : author.role
}
