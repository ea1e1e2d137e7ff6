import type { RequestLimit } from '../limit-requests.ts'

// What the operator may switch on for each of the three (chatwoot sheet 12, ndoto sheet 8).

export const ALL: RequestLimit = { requests: 3000, seconds: 60, per: 'caller' }
export const CONTACT_SEARCH: RequestLimit = { requests: 100, seconds: 60, per: 'account' }
/** Keeps two bots from answering each other for ever. */
export const FLOOD: RequestLimit = { requests: 200, seconds: 60, per: 'conversation', code: 'conversation_flooded' }
