import type { Place } from '../router.ts'

/** What of the inbox an address names: a conversation, a message in it to go to, and on a phone what is known about it. */
export type WorkPlace = { conversationId: number | undefined; at: number | undefined; isDetails: boolean }

/** Pure. */
export function readWorkPlace({ parts, query }: Place): WorkPlace {
  const conversationId = toNumber(parts[0])
  return { conversationId, at: toNumber(query.get('at') ?? undefined), isDetails: conversationId !== undefined && parts[1] === 'details' }
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined
}
