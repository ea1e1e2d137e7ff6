import type { Connector, Place } from '../connector.ts'

export type TidySupportAccess = { baseUrl: string; workspaceId: string; apiKey: string | null; conversationId: string | null }

export const connector: Connector<TidySupportAccess> = {
  credential: { in: 'header', names: ['Authorization'], summary: 'The header Authorization carries the word Bearer and the API key.' },
  ids: idsOf,
  access(place, secretAmong) {
    const { workspaceId, conversationId } = idsOf(place)
    const keys = place.tokens.filter(({ dialect }) => dialect === 'tidysupport')
    return { baseUrl: place.base, workspaceId, apiKey: secretAmong(keys), conversationId }
  },
}

function idsOf({ core: { ids }, account, conversation }: Place) {
  return {
    workspaceId: ids.toPrefixed('account', account.id),
    conversationId: conversation ? ids.toPrefixed('conversation', conversation.id) : null,
  }
}
