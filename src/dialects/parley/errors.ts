import type { FastifyRequest } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import type { AppError } from '../../model/errors.ts'
import type { ErrorAnswer, StatusOf } from '../dialect.ts'

const STATUS: StatusOf = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  key_reused: 422,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  unavailable: 503,
  bug: 500,
}

const HEADERS: Partial<Record<keyof StatusOf, Record<string, string>>> = {
  unauthenticated: { 'www-authenticate': 'Bearer' },
  unavailable: { 'retry-after': '1' },
}

/** What every refused request is answered with. */
export const ErrorBody = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ description: 'A stable word to act on, e.g. `conversation_not_found`' }),
      message: Type.String({ description: 'For people; may change' }),
      field: Type.Optional(Type.String({ description: 'The part of the request that is wrong, where one is' })),
      oldestPosition: Type.Optional(Type.Integer({ description: 'With `position_gone`: where the log begins by now' })),
      requestId: Type.String({ description: 'Names the request in the server’s log' }),
    }),
  },
  { description: 'The request was refused; nothing was changed' },
)

const REFUSALS = {
  400: ErrorBody,
  401: ErrorBody,
  403: ErrorBody,
  404: ErrorBody,
  409: ErrorBody,
  410: ErrorBody,
  413: ErrorBody,
  415: ErrorBody,
  422: ErrorBody,
  429: ErrorBody,
  500: ErrorBody,
  503: ErrorBody,
}

/** The answers of a route: the good ones, and every refusal there is. */
export function answers<T extends Record<number, TSchema>>(good: T): T & typeof REFUSALS {
  return { ...REFUSALS, ...good }
}

/** Where the core's word for an input is not this API's. */
const FIELDS = new Map([
  ['parent', 'parentId'],
  ['source_id', 'sourceId'],
])

export function renderError(error: AppError, request: FastifyRequest): ErrorAnswer {
  return {
    status: STATUS[error.kind],
    body: toErrorBody(error, request.id),
    headers: HEADERS[error.kind],
  }
}

/** A refusal as this API words it, also where no status can go with it. */
export function toErrorBody({ code, message, field, oldestPosition }: AppError, requestId: string): Static<typeof ErrorBody> {
  const named = field === undefined ? {} : { field: FIELDS.get(field) ?? field }
  return { error: { code, message, ...named, ...(oldestPosition === undefined ? {} : { oldestPosition }), requestId } }
}
