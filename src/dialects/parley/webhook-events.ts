import { EVENT_TYPES, type EventType, type LogEvent } from '../../model/event.ts'
import type { Webhook } from '../../model/webhook.ts'

/** Told to the webhook it is about, asked for or not. */
const TESTED = 'webhook.tested' satisfies EventType
/** What a webhook of Parley's own can be told of. */
export type WebhookEvent = Exclude<EventType, typeof TESTED>

const TYPES = EVENT_TYPES.filter((type) => type !== TESTED)
const groupOf = (type: EventType) => `${type.split('.')[0]}.*`

/** What a webhook can ask to be told: everything, everything of one kind, or single types of events. */
export const WEBHOOK_EVENTS: readonly string[] = ['*', ...new Set(TYPES.map(groupOf)), ...TYPES]

/** The names under which a webhook is told of an event: the event's type, or none. */
export function namesOf({ type, subjectId }: LogEvent, { id, events }: Webhook): readonly string[] {
  const isTold = type === TESTED ? subjectId === id : [type, groupOf(type), '*'].some((name) => events.includes(name))
  return isTold ? [type] : []
}
