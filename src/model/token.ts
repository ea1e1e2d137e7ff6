import type { AuthorRef } from './author.ts'

/** Every API a token may speak; frozen, new ones go to the end. */
export const DIALECT_NAMES = ['parley', 'chatwoot', 'ndoto', '99digital', 'ondi', 'mews', 'tidysupport'] as const
export type DialectName = (typeof DIALECT_NAMES)[number]

/**
 * What a token may be used for. `install` administers the whole installation (create accounts) and belongs to none; `visitor` is a contact's in one channel, from a page of
 * the customer's own site. Two open nothing themselves: `refresh` is changed once for the next tokens of its session, and `link`, the secret of a sign-in link, for a session
 * as often as somebody follows the link while it is good.
 */
export type Scope = 'api' | 'install' | 'client' | 'portfolio' | 'refresh' | 'link' | 'visitor'

/** A hashed credential. The secret itself is shown once, when it is made, and never stored. */
export type Token = {
  id: number
  /** 0 for tokens that belong to no single account: `install`, `client`, `portfolio`. */
  accountId: number
  /** For `portfolio` tokens: the accounts they cover. */
  accountIds: number[]
  author: AuthorRef
  /** For Mews: the application whose ClientToken must accompany this token. */
  applicationId: number | null
  scope: Scope
  dialect: DialectName
  label: string
  createdAt: number
  expiresAt: number | null
  /**
   * The session it belongs to: tokens that were given for a password, and those after them, end together. The id of a token that was made by hand is the session of
   * those who signed in with it. Null for tokens made by hand.
   */
  familyId: number | null
  /** The channel beyond which it sees nothing, of a `visitor` token; null for all others. */
  channelId: number | null
  /** A pass is stored nowhere and good for one look of Parley's own (core/tokens/with-passes.ts), which costs nobody anything and leaves no trace. */
  isPass?: true
}
