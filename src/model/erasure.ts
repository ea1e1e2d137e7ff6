import type { AuthorRef } from './author.ts'

/** In this order; from the last one it may go back to the first. */
export const ERASURE_PHASES = ['conversations', 'deliveries', 'log', 'answers', 'ledger', 'rest', 'index'] as const
export type ErasurePhase = (typeof ERASURE_PHASES)[number]

export type ErasureCounts = {
  /** Conversations that are gone with all that was in them. */
  conversations: number
  messages: number
  files: number
  /** Conversations in which other customers take part as well, or of the team's own: they stay. */
  sharedConversations: number
  /** What the contact wrote in those: emptied. */
  emptiedMessages: number
  /** Deliveries that name the contact no more. */
  deliveries: number
  /** Events whose particulars are gone. */
  events: number
  /** Kept answers to repeated requests that showed something of the contact. */
  answers: number
  /** Answers of receivers of webhooks. */
  webhookAnswers: number
}

/** The erasure of everything that is kept of one contact: a long work in small steps. */
export type Erasure = {
  id: number
  accountId: number
  contactId: number
  /** Who asked for it. */
  actor: AuthorRef
  /** What is being done; `place` is how far, in the phase's own terms. */
  phase: ErasurePhase
  place: readonly (string | number)[] | null
  /** Nothing before this position of the log is about the contact. */
  logFrom: number
  /** Names and addresses by which traces are found; empty once it is over. */
  words: readonly string[]
  counts: ErasureCounts
  createdAt: number
  finishedAt: number | null
}

export const NOTHING_ERASED: ErasureCounts = {
  conversations: 0,
  messages: 0,
  files: 0,
  sharedConversations: 0,
  emptiedMessages: 0,
  deliveries: 0,
  events: 0,
  answers: 0,
  webhookAnswers: 0,
}
