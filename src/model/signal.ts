import type { AuthorRef } from './author.ts'

/** What is streamed to whoever looks at this moment and kept nowhere. */
export type Signal =
  | {
      kind: 'typing'
      accountId: number
      conversationId: number
      author: AuthorRef
      on: boolean
      /** Whether a private note is being written: told to the team only. */
      private: boolean
      at: number
    }
  | { kind: 'presence'; accountId: number; author: AuthorRef; online: boolean; at: number }
