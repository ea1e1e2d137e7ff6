import { formatClock } from '../../ui/format.ts'
import { locale } from '../../ui/locale.ts'
import { words } from '../../words/words.ts'

const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const dateAndYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** When something happened, as short as it is still clear: `now`, `5 min`, `14:20`, `Mon`, `3 Nov`. */
export function formatShort(time: string, now: number): string {
  const at = new Date(time)
  const ago = now - at.getTime()
  if (ago < MINUTE_MS) return words.work.now
  if (ago < HOUR_MS) return words.work.minutes(Math.floor(ago / MINUTE_MS))
  if (at.toDateString() === new Date(now).toDateString()) return formatClock(time)
  if (ago < 6 * DAY_MS) return weekday.format(at)
  return (at.getFullYear() === new Date(now).getFullYear() ? date : dateAndYear).format(at)
}

/** When something is to be: `14:20`, `tomorrow 09:00`, `Mon 09:00`, `3 Nov 09:00`. */
export function formatUntil(time: string, now: number): string {
  const at = new Date(time)
  const clock = formatClock(time)
  if (at.toDateString() === new Date(now).toDateString()) return clock
  return `${(at.getTime() - now < 6 * DAY_MS ? weekday : date).format(at)} ${clock}`
}

/** How long somebody waits: `5 min`, `3 h`, `2 d`. */
export function formatWait(since: string, now: number): string {
  const ms = Math.max(0, now - Date.parse(since))
  if (ms < HOUR_MS) return words.work.minutes(Math.max(1, Math.floor(ms / MINUTE_MS)))
  if (ms < 2 * DAY_MS) return words.work.hours(Math.floor(ms / HOUR_MS))
  return words.work.days(Math.floor(ms / DAY_MS))
}
