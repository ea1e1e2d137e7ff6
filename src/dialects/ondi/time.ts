/** Integer microseconds as this vendor prints them: `2023-01-01T00:00:00Z` (ondi sheet 2). */
export function toInstant(timeUs: number): string {
  return `${new Date(timeUs / 1000).toISOString().slice(0, 19)}Z`
}
