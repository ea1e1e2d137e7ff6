/** How many days something is kept; null for ever. */
export type Days = number | null

/** For how long an account keeps what grows without end. */
export type Retention = {
  /** Messages with their files, by when they were sent. */
  messageDays: Days
  /** The log of what happened. */
  eventDays: Days
  /** What webhooks were told, and what they answered. */
  deliveryDays: Days
}

export const MAX_DAYS = 36_500

/** What holds for an account: its own word, or else the installation's. */
export function retentionOf(own: Partial<Retention> | undefined, standard: Retention): Retention {
  return { ...standard, ...own }
}
