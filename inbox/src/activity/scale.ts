/** Where a chart's axis ends and what is written beside it. */
export type Scale = { max: number; ticks: readonly number[] }

/** From 0 to a round number not below `max`, nor below `least`, in three to five steps of 1, 2 or 5. */
export function scaleTo(max: number, least: number): Scale {
  const wanted = Math.max(max, least)
  const power = 10 ** Math.floor(Math.log10(wanted / 4))
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => wanted / one <= 5) as number
  const count = Math.ceil(wanted / step - 1e-9)
  const ticks = Array.from({ length: count + 1 }, (_none, index) => Number((index * step).toPrecision(12)))
  return { max: ticks.at(-1) as number, ticks }
}

/** Which minutes are named below a chart, so far apart that the words have room. */
export function labelled(times: readonly string[], width: number): { index: number; at: string }[] {
  const every = [5, 10, 15, 30].find((minutes) => (width / times.length) * minutes >= 76) ?? 30
  return times.flatMap((at, index) => (new Date(at).getMinutes() % every === 0 ? [{ index, at }] : []))
}

type Point = { x: number; y: number }

/** The stretches of a line between which nothing is known. */
export function stretches(points: readonly (Point | null)[]): Point[][] {
  const found: Point[][] = []
  let open: Point[] | undefined
  for (const point of points) {
    if (!point) open = undefined
    else if (open) open.push(point)
    else {
      open = [point]
      found.push(open)
    }
  }
  return found
}

export function toPath(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}
