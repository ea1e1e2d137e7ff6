import { readDays } from './config-values.ts'
import type { Days, Retention } from './model/retention.ts'

/** For how long accounts keep what grows; each may say otherwise for itself. */
export const RETENTION_SETTINGS = {
  retentionMessageDays: {
    env: 'PARLEY_RETENTION_MESSAGE_DAYS',
    flag: 'retention-message-days',
    fallback: 'forever',
    description: 'For how many days messages and their files are kept, or `forever`. An account may say otherwise for itself.',
    read: readDays,
  },
  retentionEventDays: {
    env: 'PARLEY_RETENTION_EVENT_DAYS',
    flag: 'retention-event-days',
    fallback: 'forever',
    description: 'For how many days the log of what happened is kept, or `forever`. An account may say otherwise for itself.',
    read: readDays,
  },
  retentionDeliveryDays: {
    env: 'PARLEY_RETENTION_DELIVERY_DAYS',
    flag: 'retention-delivery-days',
    fallback: '30',
    description:
      'For how many days it is kept what webhooks were told and what they answered, or `forever`. What is still to be told is never dropped. An account may say otherwise for itself.',
    read: readDays,
  },
} as const

/** What holds where an account says nothing. */
export function standardRetention(config: { [Name in keyof typeof RETENTION_SETTINGS]: Days }): Retention {
  return { messageDays: config.retentionMessageDays, eventDays: config.retentionEventDays, deliveryDays: config.retentionDeliveryDays }
}
