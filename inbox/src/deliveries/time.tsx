import { formatAgo, formatClock, formatDay, formatFull } from '../ui/format.ts'

/** How long ago something was, or what `say` makes of that; the whole time is its tooltip. */
export function Ago({ at, say = String }: { at: string; say?: (ago: string) => string }) {
  return (
    <time dateTime={at} title={formatFull(at)}>
      {say(formatAgo(at))}
    </time>
  )
}

/** The clock where something was today, else the day. */
export function formatMoment(time: string, now = new Date()): string {
  return new Date(time).toDateString() === now.toDateString() ? formatClock(time) : formatDay(time, now)
}
