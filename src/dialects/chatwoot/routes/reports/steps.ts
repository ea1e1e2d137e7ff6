export const STEPS = ['hour', 'day', 'week', 'month', 'year'] as const
export type Step = (typeof STEPS)[number]

/** The start of the step that a moment is in, where clocks are `offset` seconds ahead of UTC. Weeks begin on Sunday. Seconds throughout. */
export function startOfStep(at: number, step: Step, offset: number): number {
  return addSteps(at, step, offset, 0)
}

/** The starts of all steps of a time, the first one's before it. `limit` is how many there are at most; undefined where there are more. */
export function listSteps(range: { since: number; until: number }, step: Step, offset: number, limit: number): number[] | undefined {
  const starts: number[] = []
  for (let start = startOfStep(range.since, step, offset); start < range.until; start = addSteps(start, step, offset, 1)) {
    if (starts.length === limit) return undefined
    starts.push(start)
  }
  return starts
}

function addSteps(at: number, step: Step, offset: number, count: number): number {
  const local = new Date((at + offset) * 1000)
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()]
  const starts: Record<Step, () => number> = {
    hour: () => Date.UTC(year, month, day, local.getUTCHours() + count),
    day: () => Date.UTC(year, month, day + count),
    week: () => Date.UTC(year, month, day - local.getUTCDay() + 7 * count),
    month: () => Date.UTC(year, month + count),
    year: () => Date.UTC(year + count, 0),
  }
  return starts[step]() / 1000 - offset
}
