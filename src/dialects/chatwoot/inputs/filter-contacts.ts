import type { FilterValue } from '../../../storage/queries/conversations/filter-text.ts'
import { toKey } from '../../../storage/queries/people/contact-keys.ts'
import {
  CONTAINS,
  DATES,
  EQUAL,
  type FilterKey,
  type FilterKeys,
  type OperatorWord,
  PRESENT,
  readDay,
  readFlag,
  readText,
} from './filter-query.ts'

const ANY: readonly OperatorWord[] = [...EQUAL, ...CONTAINS, ...PRESENT, 'starts_with']

/** What contacts are found and sorted by is kept in lower case, in every alphabet, and so is what it is compared with. */
const key = (column: string): FilterKey => ({
  field: { column, holds: 'text' },
  operators: ANY,
  read: (value) => toKey(String(value)) ?? '',
})
const time = (column: string): FilterKey => ({ field: { column, holds: 'number' }, operators: DATES, read: readDay })

/** What contacts are filtered by, beside the attributes that the account has defined (chatwoot sheet 7). */
export const CONTACT_KEYS: FilterKeys = {
  name: key('name_key'),
  phone_number: { field: { column: 'phone', holds: 'text' }, operators: ANY, read: readPhone },
  email: key('email_key'),
  identifier: { field: { column: 'identifier', holds: 'text' }, operators: ANY, read: readText },
  country_code: key('country_code_key'),
  city: key('city_key'),
  company: key('company_key'),
  labels: { field: { column: 'labels', holds: 'labels' }, operators: [...EQUAL, ...PRESENT], read: readText },
  created_at: time('created_at'),
  last_activity_at: time('last_activity_at'),
  blocked: { field: { column: 'blocked', holds: 'flag' }, operators: EQUAL, read: readFlag },
}

/** With exactly one leading `+`, however it is given: in a form a `+` may have become a blank (chatwoot sheet 7). */
function readPhone(value: FilterValue): string {
  return `+${String(value).trim().replace(/^\++/, '')}`
}
