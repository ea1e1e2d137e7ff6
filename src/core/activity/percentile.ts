/** How often something took how long: counts for each bound of `bounds`, and one more for all above. */
export type Histogram = { readonly bounds: readonly number[]; readonly counts: Uint32Array }

export function createHistogram(bounds: readonly number[]): Histogram {
  return { bounds, counts: new Uint32Array(bounds.length + 1) }
}

export function observe({ bounds, counts }: Histogram, value: number): void {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= (bounds[middle] as number)) high = middle
    else low = middle + 1
  }
  counts[low] = (counts[low] as number) + 1
}

/** The value below which a share of all lies, as near as the bounds are to each other; null of nothing, and the last bound for what lies above it. */
export function percentile({ bounds, counts }: Histogram, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const wanted = share * total
  let below = 0
  for (const [index, count] of counts.entries()) {
    if (count > 0 && below + count >= wanted) {
      const from = bounds[index - 1] ?? 0
      const to = bounds[index] ?? from
      return from + (to - from) * ((wanted - below) / count)
    }
    below += count
  }
  return bounds.at(-1) ?? null
}
