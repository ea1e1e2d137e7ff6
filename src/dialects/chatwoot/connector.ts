import type { Connector, Place, SecretAmong } from '../connector.ts'
import type { Profile } from './profile.ts'

/** What a client of one of the family's vendors has to be given. */
export type FamilyAccess = {
  baseUrl: string
  accountId: number
  token: string | null
  inboxId: number | null
  conversationId: number | null
}
/** Chatwoot's clients are given the public name of an inbox, too: its Client API asks for it. */
export type ChatwootAccess = FamilyAccess & { inboxIdentifier: string | null }

export function createConnector({ name, desk }: Profile): Connector<FamilyAccess | ChatwootAccess> {
  const idsOf = ({ account, channel, conversation }: Place) => ({
    accountId: account.id,
    inboxId: channel?.id ?? null,
    ...(desk.hasClientApi ? { inboxIdentifier: channel?.identifier ?? null } : {}),
    conversationId: conversation?.number ?? null,
  })
  return {
    credential: { in: 'header', names: ['api_access_token'], summary: 'The header api_access_token carries the token.' },
    ids: idsOf,
    access(place: Place, secretAmong: SecretAmong) {
      const { accountId, ...rest } = idsOf(place)
      return { baseUrl: place.base, accountId, token: secretAmong(place.tokens.filter(({ dialect }) => dialect === name)), ...rest }
    },
  }
}
