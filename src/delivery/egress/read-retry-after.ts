const SECOND = 1_000_000
/** Nobody is kept waiting for longer by one header. */
const MOST_SECONDS = 24 * 3600

/** The time a `Retry-After` names, in seconds or as an HTTP date, integer microseconds; null where there is none, or none that lies ahead. */
export function readRetryAfter(text: string | undefined, now: number): number | null {
  const wanted = text === undefined ? Number.NaN : timeOf(text.trim(), now)
  return wanted > now ? Math.min(wanted, now + MOST_SECONDS * SECOND) : null
}

function timeOf(text: string, now: number): number {
  if (/^\d{1,9}$/.test(text)) return now + Number(text) * SECOND
  // Only what looks like an HTTP date: `Date.parse` makes a date of nearly anything, in this machine's time zone.
  return /^[A-Z][a-z]{2,8}, .* GMT$/.test(text) ? Date.parse(text) * 1000 : Number.NaN
}
