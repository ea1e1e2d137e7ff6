import type { FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { AppError, type ErrorCode } from '../../../model/errors.ts'
import type { Profile } from '../profile.ts'
import { refusals } from '../refusals.ts'

/** Bodies may carry an id as a number or as its digits (chatwoot sheet 6.2, 99digital sheet 2). */
export const IdInput = Type.Union([
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  Type.String({ pattern: '^\\d{0,15}$' }),
  Type.Null(),
])
export const TextInput = Type.Union([Type.String(), Type.Null()])
/** Source ids are keys of the store. */
export const SourceIdInput = Type.Union([Type.String({ maxLength: 255 }), Type.Null()])
export const FlagInput = Type.Union([Type.Boolean(), Type.Null()])
export const AttributesInput = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])

/** The id somebody gave; nothing for null and an empty text. */
export function toId(input: number | string | null | undefined): number | undefined {
  return input === null || input === undefined || input === '' ? undefined : Number(input)
}

/** An id in a path; whatever is not a number names nothing (ndoto sheet 8). */
export function toPathId(text: string, code: ErrorCode): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new AppError(code)
  return Number(text)
}

/** A query parameter that may be given once or many times. */
export const ListInput = Type.Union([Type.String(), Type.Array(Type.String())])

/** All its values, whether written with brackets or without (chatwoot sheet 1); empty ones count as absent. */
export function toList(...inputs: (string | string[] | undefined)[]): string[] {
  return inputs.flatMap((input) => input ?? []).filter((value) => value !== '')
}

/** Each is looked for by itself, so there may not be any number of them. */
const MAX_LABELS = 100

/** The labels somebody looks for, each once. Refuses, as a query, more than a hundred. */
export function toLabels(profile: Profile, ...inputs: (string | string[] | undefined)[]): string[] {
  const labels = [...new Set(toList(...inputs))]
  if (labels.length > MAX_LABELS) throw badQuery(profile, 'labels', `labels must be at most ${MAX_LABELS}`)
  return labels
}

/** A word of a list; what is empty counts as absent. Any other word is refused, as a query where the vendor says so (ndoto sheet 1). */
export function toWord<W extends string>(name: string, input: string | undefined, words: readonly W[], profile: Profile): W | undefined {
  if (input === undefined || input === '') return undefined
  if ((words as readonly string[]).includes(input)) return input as W
  throw badQuery(profile, name, `${name} must be one of ${words.join(', ')}`)
}

/** The page somebody asked for, from 1. What is not a page is the first one, or refused where the vendor says so. */
export function toPage(input: string | undefined, profile: Profile): number {
  if (input === undefined || input === '') return 1
  if (/^\d{1,9}$/.test(input) && Number(input) > 0) return Number(input)
  if (profile.desk.strictQueries) throw badQuery(profile, 'page', 'page must be a positive integer')
  return 1
}

export function badQuery(profile: Profile, field: string, message: string): AppError {
  return profile.desk.strictQueries ? new AppError('query_invalid', { message, field }) : new AppError('body_invalid', { message })
}

/** Whether somebody begins or stops to type; other words than `on` and `off` say nothing (chatwoot sheet 6.2). */
export function toTyping(word: string | undefined): boolean | undefined {
  return word === 'on' || word === 'off' ? word === 'on' : undefined
}

/** The schemas of a route's answers. */
export function answers(profile: Profile, ok: TSchema): Record<number, TSchema> {
  return { 200: ok, ...refusals(profile, [400, 401, 403, 404, 413, 415, 422]) }
}

/** The schema of an answer without a body. */
export const Empty = Type.Null({ description: 'No body' })

/** Calls whose body may be left out altogether: an absent one is an empty object. */
export async function allowNoBody(request: FastifyRequest): Promise<void> {
  request.body ??= {}
}
