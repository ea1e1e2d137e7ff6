import type { WebhookDelivery } from '../api/wire.ts'

export const STATES = ['all', 'pending', 'delivered', 'failed', 'dropped'] as const
/** What of a ledger is shown. */
export type LedgerFilter = (typeof STATES)[number]

export type LedgerPage = { deliveries: readonly WebhookDelivery[]; nextBefore: number | null }

/** What is known of a ledger, the newest number first, and where it goes on: null where it ends. */
export type Ledger = { rows: readonly WebhookDelivery[]; nextBefore: number | null }

export const EMPTY_LEDGER: Ledger = { rows: [], nextBefore: null }

/**
 * Enters a page: what was known of its stretch of numbers is forgotten, so that what no longer belongs to the filter goes. `before` is where the page was asked to begin; without, at the newest.
 */
export function enterPage(ledger: Ledger, page: LedgerPage, before = Number.POSITIVE_INFINITY): Ledger {
  const floor = page.nextBefore ?? 0
  const newer = ledger.rows.filter((row) => row.number >= before)
  // Newest ones that reach down to nothing known leave a gap: what lies below it is read anew when somebody asks for it.
  const isApart = before === Number.POSITIVE_INFINITY && (ledger.rows[0]?.number ?? 0) < floor
  const older = isApart ? [] : ledger.rows.filter((row) => row.number < floor)
  const isEnd = older.length === 0
  return { rows: [...newer, ...page.deliveries, ...older], nextBefore: isEnd ? page.nextBefore : ledger.nextBefore }
}

/** Where to read again so that nothing that was pending is shown as it is no more; undefined where the newest page has all of it. */
export function staleBefore(ledger: Ledger, page: LedgerPage): number | undefined {
  const floor = page.nextBefore ?? 0
  const stale = ledger.rows.find((row) => row.number < floor && row.state === 'pending')
  return stale && stale.number + 1
}
