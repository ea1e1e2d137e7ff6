import type { TSchema } from 'typebox'
import { AppError } from '../../../model/errors.ts'
import { findProblem } from '../../json-body.ts'

const MAX_DEPTH = 16
const MAX_FIELDS = 1000
/** Names that would reach the prototype of whatever they are assigned to; they are left out, as from JSON bodies. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype'])

type Branch = { [key: string]: unknown }

/**
 * A form's fields as an object: `a[b]=1` is `{a: {b: '1'}}`, `a[]=1` is `{a: ['1']}`, and in `a[][b]=1&a[][c]=2&a[][b]=3` a repeated key begins the next item
 * (chatwoot sheet 1). Refuses with `request_malformed` what is nested too deeply, has too many fields or holds a NUL character.
 */
export function nestFields(fields: Iterable<readonly [name: string, value: string]>): Branch {
  const root: Branch = {}
  let count = 0
  for (const [name, value] of fields) {
    count += 1
    if (count > MAX_FIELDS || name.includes('\0') || value.includes('\0')) throw new AppError('request_malformed')
    const path = splitName(name)
    if (path.length > MAX_DEPTH) throw new AppError('request_malformed')
    if (!path.some((key) => UNSAFE.has(key))) enter(root, path, value)
  }
  return root
}

/** `a[b][]` is `a`, `b` and an empty key, which stands for the next place in a list. */
function splitName(name: string): string[] {
  const match = /^([^[]+)((?:\[[^[\]]*\])*)$/.exec(name)
  if (!match) return [name]
  const keys = (match[2] ?? '').slice(1, -1)
  return [match[1] ?? name, ...(match[2] ? keys.split('][') : [])]
}

function enter(root: Branch, path: readonly string[], value: string): void {
  let at: Branch | unknown[] = root
  for (const [index, key] of path.entries()) {
    const next = path[index + 1]
    const fresh: unknown = next === undefined ? value : next === '' ? [] : {}
    if (Array.isArray(at)) {
      const last: unknown = at.at(-1)
      // `a[][b]`: the last item still lacks a `b`, or it is full and the next one begins.
      if (next !== undefined && isBranch(last) && !(next in last)) at = last
      else {
        at.push(fresh)
        at = fresh as Branch
      }
    } else if (next === undefined) at[key] = value
    else {
      const held = at[key]
      if (next === '' ? !Array.isArray(held) : !isBranch(held)) at[key] = fresh
      at = at[key] as Branch | unknown[]
    }
  }
}

export function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const FALSE = new Set(['false', 'FALSE', 'f', 'F', '0', 'off', 'OFF'])
const TRUE = new Set(['true', 'TRUE', 't', 'T', '1', 'on', 'ON'])

/**
 * The values of a form, which are all text, as the types that a schema asks for; what cannot be read as such stays text, for the validation to refuse.
 * `lenient` also takes any other word as true and unreadable JSON text as an empty object (chatwoot sheet 1 and 5.3).
 */
export function toTyped(schema: TSchema, value: unknown, lenient: boolean): unknown {
  const { type, anyOf, properties } = schema as { type?: string; anyOf?: TSchema[]; properties?: Record<string, TSchema> }
  if (anyOf) return toTyped(pickMember(anyOf, value), value, lenient)
  if (typeof value === 'string') {
    if (type === 'boolean') return toBoolean(value, lenient)
    if (type === 'integer' || type === 'number')
      return /^-?\d{1,15}(?:\.\d+)?$/.test(value) ? Number(value) : value === '' ? undefined : value
    if (type === 'object') return readObject(value, lenient)
    if (type === 'array') return [value]
    return value
  }
  if (!properties || !isBranch(value)) return value
  const typed: Branch = {}
  for (const key of Object.keys(value)) {
    const part = properties[key]
    const found = part ? toTyped(part, value[key], lenient) : value[key]
    if (found !== undefined) typed[key] = found
  }
  return typed
}

/** The member of a union that takes the value as it is, else the first one. */
function pickMember(members: readonly TSchema[], value: unknown): TSchema {
  const kind = value === null ? 'null' : typeof value
  return members.find((one) => (one as { type?: string }).type === kind) ?? members[0] ?? {}
}

/** An empty text is as if absent. */
function toBoolean(text: string, lenient: boolean): unknown {
  if (text === '') return undefined
  if (FALSE.has(text)) return false
  return TRUE.has(text) || lenient ? true : text
}

function readObject(text: string, lenient: boolean): unknown {
  try {
    const value: unknown = JSON.parse(text, (key, part) => (UNSAFE.has(key) ? undefined : part))
    if (isBranch(value) && findProblem(value, true) === undefined) return value
  } catch {
    // Not JSON: what is said below.
  }
  return lenient ? {} : text
}
