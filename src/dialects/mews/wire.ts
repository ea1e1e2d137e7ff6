import { type TSchema, Type } from 'typebox'

/** A value of the vendor's that may be `null`; empty ones are sent as `null`, never left out (mews sheet 2). */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

export const Text = Type.String({ minLength: 1 })
export const Uuid = Type.String({ format: 'uuid' })

/** Canonical times have whole seconds (mews sheet 2, datetimes). */
export const Utc = Type.String({ format: 'date-time', description: 'ISO 8601 in UTC, whole seconds' })

/** An identifier as a caller gives it: upper and lower case are alike. */
export const UuidInput = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' })

/** Up to 1,000 identifiers, and one at least where the list is given at all (mews sheet 3). */
export const UuidInputs = Type.Array(UuidInput, { minItems: 1, maxItems: 1000 })

/** Integer microseconds as the vendor prints them. */
export function toUtc(microseconds: number): string {
  return `${new Date(Math.floor(microseconds / 1e6) * 1000).toISOString().slice(0, 19)}Z`
}
