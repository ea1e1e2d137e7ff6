/** How times, numbers and sizes are written, in the language of whoever reads. Pure but for the time zone of the page. */
import { locale } from './locale.ts'

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
const clockWithSeconds = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const dayWithYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' })
const numbers = new Intl.NumberFormat(locale)

export function formatClock(time: string): string {
  return clock.format(new Date(time))
}

/** The clock to the second, for what is counted in them. */
export function formatSeconds(time: string): string {
  return clockWithSeconds.format(new Date(time))
}

/** The day, with its year where it is not this one. */
export function formatDay(time: string, now = new Date()): string {
  const date = new Date(time)
  return (date.getFullYear() === now.getFullYear() ? day : dayWithYear).format(date)
}

export function formatFull(time: string): string {
  return full.format(new Date(time))
}

const STEPS = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['week', 604_800],
  ['month', 2_629_800],
  ['year', 31_557_600],
] as const

/** How long ago, or how long until: `now`, `5 min ago`, `in 2 hr`. */
export function formatAgo(time: string, now = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000
  let unit: (typeof STEPS)[number] | undefined
  for (const step of STEPS) if (Math.abs(seconds) >= step[1]) unit = step
  return unit ? relative.format(Math.trunc(seconds / unit[1]), unit[0]) : relative.format(0, 'second')
}

export function formatNumber(value: number): string {
  return numbers.format(value)
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[power],
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value)
}
