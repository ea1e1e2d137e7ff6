import { loadAuthors } from '../../core/authors.ts'
import { listTokens } from '../../storage/queries/people/tokens.ts'
import type { Connector, Place } from '../connector.ts'

export type MewsAccess = {
  platformAddress: string
  clientToken: string | null
  accessToken: string | null
  client: string
  enterpriseId: string
  messageThreadId: string | null
}

/** A client is an application of the installation; its AccessToken connects it with one enterprise (mews sheet 1). */
export const connector: Connector<MewsAccess> = {
  credential: {
    in: 'body',
    names: ['ClientToken', 'AccessToken', 'Client'],
    summary: 'Every body carries ClientToken, AccessToken and Client: the application’s token, its token for this account, and its name.',
  },
  ids: idsOf,
  async access(place, secretAmong) {
    const applicationId = applicationOf(place)
    const clients = (await listTokens(place.core.store, 0)).filter((token) => token.scope === 'client')
    const isOfClient = (token: { applicationId: number | null }) => token.applicationId === applicationId
    return {
      platformAddress: place.base,
      clientToken: secretAmong(clients.filter(isOfClient)),
      accessToken: secretAmong(accessTokens(place).filter(isOfClient)),
      ...(await idsOf(place)),
    }
  },
}

async function idsOf(place: Place) {
  const { core, account, conversation } = place
  const id = applicationOf(place)
  const authors = id === null ? null : await loadAuthors(core, core.store, account.id, [{ kind: 'application', id }])
  return {
    client: `${authors?.get(id ?? 0)?.name ?? 'Sample Client'} 1.0.0`,
    enterpriseId: core.ids.toUuid('account', account.id),
    messageThreadId: conversation && conversation.applicationId !== null ? core.ids.toUuid('conversation', conversation.id) : null,
  }
}

function applicationOf(place: Place): number | null {
  return place.conversation?.applicationId ?? accessTokens(place)[0]?.applicationId ?? null
}

function accessTokens({ tokens }: Place) {
  return tokens.filter((token) => token.dialect === 'mews' && token.scope === 'api')
}
