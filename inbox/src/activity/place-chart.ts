import type { Drawn, Series } from './activity.ts'
import { type Scale, scaleTo } from './scale.ts'

export const HEIGHT = 190
export const TOP = 8
const BOTTOM = 24
/** Between the top and the foot. */
export const INNER = HEIGHT - TOP - BOTTOM
/** Room for what is written beside the axis. */
export const BESIDE = 58
export const END = 10

export type ChartLook = {
  kind: 'bars' | 'lines'
  /** How far the axis goes at least. */
  least: number
  format: (value: number) => string
  /** Minutes in which something went wrong are marked at the foot. */
  marks?: Series
}

/** Where everything of a chart lies, in pixels. */
export type Place = { width: number; scale: Scale; slot: number; x: (index: number) => number; y: (value: number) => number }

export function placeIn({ times, series }: Drawn, { kind, least }: ChartLook, width: number): Place {
  const tops = times.map((_at, index) => {
    const values = series.map((one) => one.values[index] ?? 0)
    return kind === 'bars' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values)
  })
  const scale = scaleTo(Math.max(0, ...tops), least)
  const slot = Math.max(1, width - BESIDE - END) / Math.max(1, times.length)
  return {
    width,
    scale,
    slot,
    x: (index) => BESIDE + index * slot,
    y: (value) => TOP + (1 - value / scale.max) * INNER,
  }
}
