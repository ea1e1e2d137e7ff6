import { escapeLike } from '../rows.ts'

/**
 * What a condition looks at: a column, or with `key` one entry of a column that holds a JSON object. `labels` are a JSON array of strings, a `date` begins with
 * year, month and day, a `word` is one of few and compared as it is. A `column` is written into the SQL, so it never comes from a request; a `key` may.
 */
export type FilterField = { column: string; key?: string; holds: 'text' | 'word' | 'number' | 'date' | 'flag' | 'labels' }

/** `differs`, `lacks` and `absent` also find what has no value. Texts are compared in any case; with several values one that fits is enough. */
export type FilterOperator = 'equals' | 'differs' | 'contains' | 'lacks' | 'begins' | 'present' | 'absent' | 'above' | 'below'
export type FilterValue = string | number | boolean

/** One condition, and how it is joined to the next one: `and` binds closer than `or`, as in SQL. */
export type Condition = { field: FilterField; operator: FilterOperator; values: readonly FilterValue[]; next: 'and' | 'or' }

/** The conditions as one in brackets; `param` takes a value and gives its place in the statement. Its text differs with what is asked: run it with `allOnce`. */
export function conditionsText(conditions: readonly Condition[], param: (value: string | number) => string): string {
  if (conditions.length === 0) return '(1 = 1)'
  const parts = conditions.map((condition, index) => {
    const text = conditionText(condition, param)
    return index === conditions.length - 1 ? text : `${text} ${condition.next}`
  })
  return `(${parts.join(' ')})`
}

const OPPOSITE = { differs: 'equals', lacks: 'contains', absent: 'present' } as const

function conditionText(condition: Condition, param: (value: string | number) => string): string {
  const { field, operator, values } = condition
  const opposite = OPPOSITE[operator as keyof typeof OPPOSITE]
  if (opposite) return `not coalesce(${conditionText({ ...condition, operator: opposite }, param)}, 1 = 0)`
  if (operator === 'present') return field.holds === 'labels' ? `${field.column} <> '[]'` : `${valueText(field, param)} is not null`
  if (values.length === 0) return '(1 = 0)'
  return `(${values.map((value) => comparison(field, operator, value, param)).join(' or ')})`
}

function comparison(field: FilterField, operator: FilterOperator, value: FilterValue, param: (value: string | number) => string): string {
  // A label is found as its own JSON text; `like` would not tell upper from lower case on SQLite.
  if (field.holds === 'labels') return `replace(${field.column}, ${param(JSON.stringify(value))}, '') <> ${field.column}`
  const place = valueText(field, param)
  if (operator === 'contains') return `lower(${place}) like lower(${param(`%${escapeLike(String(value))}%`)}) escape '!'`
  if (operator === 'begins') return `lower(${place}) like lower(${param(`${escapeLike(String(value))}%`)}) escape '!'`
  const sign = operator === 'above' ? '>' : operator === 'below' ? '<' : '='
  if (field.holds === 'text') return `lower(${place}) ${sign} lower(${param(String(value))})`
  if (field.holds === 'flag')
    return `${place} ${sign} ${typeof value === 'boolean' && field.key === undefined ? Number(value) : param(String(value))}`
  if (field.holds === 'word') return `${place} ${sign} ${param(String(value))}`
  return `${place} ${sign} ${param(field.holds === 'date' ? String(value).slice(0, 10) : Number(value))}`
}

/** What is compared. In JSON a number counts only where one stands, so that PostgreSQL is never asked to read another text as one. */
function valueText({ column, key, holds }: FilterField, param: (value: string | number) => string): string {
  if (key === undefined) return holds === 'text' ? `cast(${column} as text)` : column
  const json = `json(${column})`
  const name = `cast(${param(key)} as text)`
  const text = `${json} ->> ${name}`
  if (holds === 'text') return `(${text})`
  if (holds === 'date') return `substr(${text}, 1, 10)`
  const written = `cast(${json} -> ${name} as text)`
  if (holds === 'flag') return `(case when ${written} in ('true', 'false') then ${written} end)`
  return `(case when substr(${written}, 1, 1) in ('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9') then cast(${text} as double precision) end)`
}
