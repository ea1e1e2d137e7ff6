import type { Connector, Place } from '../connector.ts'

export type ParleyAccess = { baseUrl: string; accountId: number; token: string | null; conversationId: number | null }

export const connector: Connector<ParleyAccess> = {
  credential: { in: 'header', names: ['Authorization'], summary: 'The header Authorization carries the word Bearer and the token.' },
  ids: idsOf,
  access(place, secretAmong) {
    const { accountId, conversationId } = idsOf(place)
    const tokens = place.tokens.filter(({ dialect }) => dialect === 'parley')
    return { baseUrl: place.base, accountId, token: secretAmong(tokens), conversationId }
  },
}

function idsOf({ account, conversation }: Place) {
  return { accountId: account.id, conversationId: conversation?.id ?? null }
}
