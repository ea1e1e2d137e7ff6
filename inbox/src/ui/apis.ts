import type { Connections } from '../api/wire.ts'

export type Dialect = Connections['connections'][number]['dialect']

/** The colour of each API's mark; the vendors stand in the order in which they resemble one another, Parley's own last. */
export const API_COLOURS: Readonly<Record<Dialect, string>> = {
  chatwoot: 'var(--chatwoot)',
  ndoto: 'var(--ndoto)',
  '99digital': 'var(--digital)',
  ondi: 'var(--ondi)',
  mews: 'var(--mews)',
  tidysupport: 'var(--tidysupport)',
  parley: 'var(--parley)',
}

const ORDER = Object.keys(API_COLOURS)

/** What belongs to one API each, in their order. */
export function inApiOrder<T extends { dialect: Dialect }>(all: readonly T[]): T[] {
  return all.toSorted((a, b) => ORDER.indexOf(a.dialect) - ORDER.indexOf(b.dialect))
}
