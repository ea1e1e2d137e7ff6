import type { AuthorKind } from './author.ts'

/** An author in a conversation. `lastReadSeq` is the newest message they have read, 0 for none; `leftAt` is set once they were removed. */
export type Participant = {
  accountId: number
  conversationId: number
  authorKind: AuthorKind
  authorId: number
  role: string
  joinedAt: number
  leftAt: number | null
  lastReadSeq: number
}
