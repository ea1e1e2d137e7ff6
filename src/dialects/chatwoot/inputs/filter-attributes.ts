import {
  CONTAINS,
  DATES,
  EQUAL,
  type FilterKey,
  type FilterKeys,
  PRESENT,
  readDate,
  readFlag,
  readNumber,
  readText,
} from './filter-query.ts'

type Kind = Pick<FilterKey, 'operators' | 'read'> & { holds: FilterKey['field']['holds'] }

const TEXT: Kind = { holds: 'text', operators: [...EQUAL, ...CONTAINS, ...PRESENT], read: readText }
const NUMBER: Kind = { holds: 'number', operators: [...EQUAL, ...PRESENT, 'is_greater_than', 'is_less_than'], read: readNumber }

/** What may be asked of an attribute, by what it was defined to hold. */
const KINDS: Record<string, Kind> = {
  text: TEXT,
  link: TEXT,
  list: { ...TEXT, operators: [...EQUAL, ...PRESENT] },
  number: NUMBER,
  currency: NUMBER,
  percent: NUMBER,
  date: { holds: 'date', operators: [...EQUAL, ...PRESENT, ...DATES], read: readDate },
  checkbox: { holds: 'flag', operators: EQUAL, read: readFlag },
}

/** The custom attributes that an account has defined, as keys of a filter (chatwoot sheet 6.2). */
export function attributeKeys(definitions: readonly { key: string; kind: string }[]): FilterKeys {
  const keys: Record<string, FilterKey> = {}
  for (const { key, kind } of definitions) {
    const known = KINDS[kind]
    // SQLite would read such a name as a path into the object.
    if (known && !/^[$[]|["\\]/.test(key)) {
      keys[key] = { field: { column: 'attributes', key, holds: known.holds }, operators: known.operators, read: known.read }
    }
  }
  return keys
}
