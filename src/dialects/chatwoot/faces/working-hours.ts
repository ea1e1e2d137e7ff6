import { type Static, Type } from 'typebox'

const Hour = Type.Union([Type.Integer({ minimum: 0, maximum: 23 }), Type.Null()])
const Minute = Type.Union([Type.Integer({ minimum: 0, maximum: 59 }), Type.Null()])

/** One day of an inbox's week; 0 is Sunday. */
export const WorkingDay = Type.Object({
  day_of_week: Type.Integer({ minimum: 0, maximum: 6 }),
  closed_all_day: Type.Boolean(),
  open_hour: Hour,
  open_minutes: Minute,
  close_hour: Hour,
  close_minutes: Minute,
  open_all_day: Type.Boolean(),
})
export type WorkingDay = Static<typeof WorkingDay>

/** What may be said of a day; the rest stays as it is. */
export const WorkingDayInput = Type.Object({ ...Type.Partial(WorkingDay).properties, day_of_week: WorkingDay.properties.day_of_week })

/** Nine to five, and closed at the weekend, as the vendor's inboxes begin. */
const WEEK: readonly WorkingDay[] = Array.from({ length: 7 }, (_, day) => {
  const closed = day === 0 || day === 6
  return {
    day_of_week: day,
    closed_all_day: closed,
    open_hour: closed ? null : 9,
    open_minutes: closed ? null : 0,
    close_hour: closed ? null : 17,
    close_minutes: closed ? null : 0,
    open_all_day: false,
  }
})

/** The week with what is kept of it, or is given, in its place. */
export function toWeek(kept: unknown, given: readonly Partial<WorkingDay>[] = []): WorkingDay[] {
  const days = Array.isArray(kept) ? (kept as WorkingDay[]) : WEEK
  return days.map((day) => ({ ...day, ...given.find((one) => one.day_of_week === day.day_of_week) }))
}
