import { loadAuthors } from '../../core/authors.ts'
import type { Author } from '../../model/author.ts'
import { listParticipants } from '../../storage/queries/conversations/participants.ts'
import type { Connector, Place, SecretAmong } from '../connector.ts'

export type OndiUser = { name: string; role: string; userId: string; token: string | null; participant: boolean }
export type OndiAccess = { baseUrl: string; tenantId: string; users: OndiUser[]; conversationId: string | null }

export const connector: Connector<OndiAccess> = {
  credential: {
    in: 'header',
    names: ['Authorization', 'X-API-Key'],
    summary: 'The header Authorization carries the word Bearer and the token; an API key may stand alone in X-API-Key.',
  },
  ids: idsOf,
  async access(place, secretAmong) {
    const { tenantId, conversationId } = idsOf(place)
    return { baseUrl: place.base, tenantId, users: await listUsers(place, secretAmong), conversationId }
  },
}

function idsOf({ core: { ids }, account, conversation }: Place) {
  return {
    tenantId: ids.toUuid('account', account.id),
    conversationId: conversation ? ids.toUuid('conversation', conversation.id) : null,
  }
}

/** Everybody with an OnDi token, in the order in which the tokens were made, each once. */
async function listUsers({ core, account, tokens, conversation }: Place, secretAmong: SecretAmong): Promise<OndiUser[]> {
  const mine = tokens.filter((token) => token.dialect === 'ondi')
  const holders = mine.map((token) => token.author)
  const authors = await loadAuthors(core, core.store, account.id, holders)
  const present = conversation ? await listParticipants(core.store, account.id, [conversation.id]) : []
  const inside = new Set(present.filter((one) => one.leftAt === null).map((one) => one.authorId))
  const people = [...new Set(holders.map(({ id }) => id))].flatMap((id) => authors.get(id) ?? [])
  return people.map((author) => ({
    name: author.name ?? '',
    role: toRole(author),
    userId: core.ids.toUuid('author', author.id),
    token: secretAmong(mine.filter((token) => token.author.id === author.id)),
    participant: inside.has(author.id),
  }))
}

/** ondi sheet 3: system admins, dispatchers, drivers and customers are told apart. */
function toRole(author: Author): string {
  if (author.kind === 'contact') return 'customer'
  if (author.kind !== 'member') return author.kind
  return author.role === 'administrator' ? 'system_admin' : author.role
}
