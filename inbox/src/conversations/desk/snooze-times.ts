/** When a conversation may come back, as one would say it: `words` names the phrase. */
export type SnoozeTime = { name: 'laterToday' | 'tomorrow' | 'nextWeek'; at: Date }

const MORNING = 9
/** Later today is in three hours, as long as that is before the evening. */
const LATER_HOURS = 3
const EVENING = 20
const MONDAY = 1

/** What is offered now, in the time zone of the page, the soonest first. Pure. */
export function listSnoozeTimes(now: Date): SnoozeTime[] {
  const later = new Date(now)
  later.setHours(now.getHours() + LATER_HOURS, 0, 0, 0)
  const isToday = later.getDate() === now.getDate() && later.getHours() < EVENING
  const tomorrow = morningIn(now, 1)
  const days = (MONDAY - now.getDay() + 7) % 7 || 7
  const times: SnoozeTime[] = [{ name: 'tomorrow', at: tomorrow }]
  if (isToday) times.unshift({ name: 'laterToday', at: later })
  // On a Sunday tomorrow is Monday.
  if (days > 1) times.push({ name: 'nextWeek', at: morningIn(now, days) })
  return times
}

function morningIn(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING)
}

/** A time as a field of the browser holds it, without its zone. Pure but for the zone of the page. */
export function toFieldTime(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`
}
