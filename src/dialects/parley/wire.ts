import { type TObject, type TProperties, type TSchema, Type } from 'typebox'
import { AppError, type ErrorCode } from '../../model/errors.ts'

/** An entity's id: a whole number below 2^53, unique over the installation. */
export const Id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'A whole number below 2^53' })

/** RFC 3339, UTC, always with six decimals, so that times sort as text. */
export const Time = Type.String({
  format: 'date-time',
  description: 'RFC 3339 in UTC with microseconds',
  examples: ['2026-03-01T12:00:00.000000Z'],
})

/** Any JSON object; its keys and values are the client's own. */
export const Attributes = Type.Record(Type.String(), Type.Any(), { description: 'Any JSON object' })

export const AuthorKinds = Type.Enum(['member', 'contact', 'application', 'system'])

export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

/** A request body: an object without unknown fields, so that a misspelt one is refused instead of ignored. */
export function Body<T extends TProperties>(properties: T, options: { minProperties?: number; description?: string } = {}): TObject<T> {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

/** A query string without unknown parameters. */
export function Query<T extends TProperties>(properties: T): TObject<T> {
  return Type.Object(properties, { additionalProperties: false })
}

/** A short single text; longer ones are refused. */
export function Text(maxLength: number, options: { minLength?: number; description?: string } = {}) {
  return Type.String({ maxLength, ...options })
}

/** A text in a query string, where a NUL can be written; no store holds one. */
export function QueryText(maxLength: number, options: { minLength?: number; description?: string } = {}) {
  return Type.String({ maxLength, pattern: '^[^\\u0000]*$', ...options })
}

export const Email = Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$', description: 'An e-mail address' })
export const Url = Type.String({ maxLength: 2048, pattern: '^https?://', description: 'An http or https address' })

/** How many entries a page holds. */
export function Limit(maximum: number, standard: number) {
  return Type.Optional(Type.Integer({ minimum: 1, maximum, description: `At most this many; ${standard} when absent` }))
}

/** Integer microseconds as this API writes them. */
export function toWireTime(time: number): string {
  const ms = Math.floor(time / 1000)
  const micros = String(time - ms * 1000).padStart(3, '0')
  return `${new Date(ms).toISOString().slice(0, -1)}${micros}Z`
}

export function toWireTimeOrNull(time: number | null): string | null {
  return time === null ? null : toWireTime(time)
}

const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

/** The integer microseconds of an RFC 3339 time in any zone; refuses anything else with `body_invalid`, naming the field. */
export function fromWireTime(text: string, field: string): number {
  const match = RFC_3339.exec(text)
  const ms = match ? Date.parse(`${match[1]}${match[3]}`) : Number.NaN
  const time = ms * 1000 + Number((match?.[2] ?? '').padEnd(6, '0').slice(0, 6))
  // Whole microseconds end in the year 2255.
  if (!Number.isSafeInteger(time) || time < 0) throw new AppError('body_invalid', { message: `${field} must be an RFC 3339 time`, field })
  return time
}

/** An id in a path; whatever is no id names nothing, and is refused with the entity's own "not found". */
export function parseId(text: string, refusal: ErrorCode): number {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(id)) throw new AppError(refusal)
  return id
}
