import { STATUS_CODES } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type AppError, ERRORS, type ErrorCode } from '../../model/errors.ts'
import type { ErrorAnswer, StatusOf } from '../dialect.ts'

/** tidysupport sheet 8, seed "Error Handling". */
export const WireError = Type.Object({
  statusCode: Type.Integer(),
  error: Type.String({ description: "The status's standard reason phrase" }),
  message: Type.String(),
})

/** What any call may be refused with; `refusals(404)` adds a call's own. */
export function refusals<const S extends number>(...statuses: S[]): Record<S | 400 | 401 | 403 | 429 | 503, typeof WireError> {
  const all = [400, 401, 403, 429, 503, ...statuses]
  return Object.fromEntries(all.map((status) => [status, WireError])) as Record<S | 400 | 401 | 403 | 429 | 503, typeof WireError>
}

const STATUS: StatusOf = {
  malformed: 400,
  invalid: 400,
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

/** The vendor's own words where they are known or decided (tidysupport sheet 8). */
const WORDS: Partial<Record<ErrorCode, string>> = {
  message_empty: 'Either contentText or contentHtml is required.',
  conversation_not_found: 'Conversation not found.',
  contact_not_found: 'Contact not found.',
  contact_identifier_taken: 'A customer with this externalId already exists.',
  webhook_not_found: 'Webhook not found.',
  token_missing: 'Invalid API key.',
  token_invalid: 'Invalid API key.',
  account_forbidden: 'You do not have access to this workspace.',
  account_suspended: 'You do not have access to this workspace.',
  body_too_large: 'Request body is too large',
}

export function renderError(error: AppError, request: FastifyRequest): ErrorAnswer {
  const statusCode = STATUS[error.kind]
  const body = { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message: wordsFor(error, request) }
  return { status: statusCode, body }
}

/** A message that was given for this very refusal says more than the general one. */
function wordsFor(error: AppError, request: FastifyRequest): string {
  if (error.code === 'route_not_found') return `Route ${request.method}:${pathOf(request)} not found`
  if (error.message !== ERRORS[error.code].message) return error.message
  return WORDS[error.code] ?? error.message
}

/** The path below the base address, without the query. */
function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?', 1)[0] ?? ''
  return path.startsWith('/tidysupport/') ? path.slice('/tidysupport'.length) : path
}
