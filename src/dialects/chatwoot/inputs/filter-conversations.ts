import { STATUSES } from './conversation-query.ts'
import {
  CONTAINS,
  DATES,
  EQUAL,
  type FilterKey,
  type FilterKeys,
  type OperatorWord,
  PRESENT,
  readDay,
  readId,
  readText,
} from './filter-query.ts'

const PRIORITIES = ['low', 'medium', 'high', 'urgent']
const ALL = Object.values(STATUSES).flatMap((statuses) => statuses ?? [])

const id = (column: string): FilterKey => ({ field: { column, holds: 'number' }, operators: [...EQUAL, ...PRESENT], read: readId })
const fact = (key: string, operators: readonly OperatorWord[]): FilterKey => ({
  field: { column: 'additional', key, holds: 'text' },
  operators,
  read: readText,
})
const time = (column: string): FilterKey => ({ field: { column, holds: 'number' }, operators: DATES, read: readDay })

/** What conversations are filtered by, beside the attributes that the account has defined (chatwoot sheet 6.2). */
export const CONVERSATION_KEYS: FilterKeys = {
  status: {
    field: { column: 'status', holds: 'word' },
    operators: EQUAL,
    read: (word) => (word === 'all' ? ALL : Object.hasOwn(STATUSES, String(word)) ? STATUSES[String(word)] : undefined),
  },
  assignee_id: id('assignee_id'),
  inbox_id: id('channel_id'),
  team_id: id('team_id'),
  priority: {
    field: { column: 'priority', holds: 'word' },
    operators: EQUAL,
    read: (word) => (PRIORITIES.includes(String(word)) ? word : undefined),
  },
  display_id: { field: { column: 'number', holds: 'text' }, operators: [...EQUAL, ...CONTAINS], read: readText },
  campaign_id: fact('campaign_id', [...EQUAL, ...PRESENT]),
  labels: { field: { column: 'labels', holds: 'labels' }, operators: [...EQUAL, ...PRESENT], read: readText },
  browser_language: fact('browser_language', EQUAL),
  conversation_language: fact('conversation_language', EQUAL),
  referer: fact('referer', [...EQUAL, ...CONTAINS]),
  created_at: time('created_at'),
  last_activity_at: time('last_activity_at'),
  mail_subject: fact('mail_subject', [...EQUAL, ...CONTAINS]),
}
