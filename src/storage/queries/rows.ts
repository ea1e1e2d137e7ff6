import type { JsonObject } from '../../model/json.ts'

/** JSON columns are text on both engines; an empty object is null in the hot tables, where it is nearly always empty. */
export function parseObject(text: string | null): JsonObject {
  return text === null ? {} : (JSON.parse(text) as JsonObject)
}

export function writeObject(value: JsonObject | undefined): string | null {
  if (value === undefined) return null
  for (const _ in value) return JSON.stringify(value)
  return null
}

/** A text as a part of a pattern for `like … escape '!'`. */
export function escapeLike(text: string): string {
  return text.replace(/[!%_]/g, '!$&')
}
