/** Whole seconds since 1970 of a time in microseconds. */
export function toSeconds(time: number): number {
  return Math.floor(time / 1e6)
}

/** A time that never was is 0 (chatwoot sheet 1). */
export function toSecondsOrZero(time: number | null): number {
  return time === null ? 0 : toSeconds(time)
}

export function toSecondsOrNull(time: number | null): number | null {
  return time === null ? null : toSeconds(time)
}

/** ISO 8601 in UTC with exactly three decimals. */
export function toIso(time: number): string {
  return new Date(Math.floor(time / 1000)).toISOString()
}
