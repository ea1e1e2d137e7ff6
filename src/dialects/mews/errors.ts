import type { FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { AppError } from '../../model/errors.ts'
import type { ErrorAnswer, StatusOf } from '../dialect.ts'
import { ValidationFailure } from '../to-app-error.ts'
import { nullable, Uuid } from './wire.ts'

/** This vendor has no 405, 415 or 422 and answers 400 for what does not exist (mews sheet 8); a reused Idempotency-Key is Parley's own matter and stays 422. */
const STATUS: StatusOf = {
  malformed: 400,
  invalid: 400,
  unauthenticated: 401,
  forbidden: 401,
  not_found: 400,
  conflict: 403,
  gone: 410,
  key_reused: 422,
  too_large: 413,
  unsupported_media: 400,
  rate_limited: 429,
  unavailable: 503,
  bug: 500,
}

export const ErrorBody = Type.Object({
  Message: Type.String({ description: 'For people; do not match on it' }),
  RequestId: Uuid,
  Details: nullable(Type.String()),
})

/** The answers of an operation: its own, and every error's. */
export function answers<T extends Record<number, TSchema>>(own: T) {
  return {
    ...own,
    400: ErrorBody,
    401: ErrorBody,
    403: ErrorBody,
    413: ErrorBody,
    422: ErrorBody,
    429: ErrorBody,
    500: ErrorBody,
    503: ErrorBody,
  }
}

/** The refusal of one parameter: `Invalid <name>`. */
export function invalid(name: string): AppError {
  return new AppError('body_invalid', { field: name })
}

/** `{ Message, RequestId, Details }`, with the request's id in the header too (mews sheet 8). */
export function renderError(error: AppError, request: FastifyRequest): ErrorAnswer {
  const status = error.code === 'route_not_found' ? 404 : STATUS[error.kind]
  const headers = { 'Request-Id': request.id }
  return { status, headers, body: { Message: messageOf(error), RequestId: request.id, Details: null } }
}

/** The pattern is `Invalid {Parameter}`, without a full stop (mews sheet 8). */
function messageOf(error: AppError): string {
  if (error.code === 'json_malformed' || error.kind === 'unsupported_media') return 'Invalid JSON'
  if (error.code === 'conversation_not_found') return 'Invalid MessageThreadId'
  if (error.code === 'message_too_long') return 'Invalid Text'
  if (error.code === 'idempotency_key_invalid') return 'Invalid Idempotency-Key'
  const name = error.cause instanceof ValidationFailure ? parameterOf(error.cause) : error.field
  if (name !== undefined) return `Invalid ${name}`
  return error.message.replace(/\.$/, '')
}

/** What a finding is about: of a message in a batch the message's own property, else the property of the request; a cursor by its own name. */
function parameterOf(failure: ValidationFailure): string {
  const detail = failure.details[0]
  const missing = detail?.params.requiredProperties
  const path = [...(detail?.instancePath.split('/').slice(1) ?? []), ...(Array.isArray(missing) ? [String(missing[0])] : [])]
  const names = path.filter((name) => !/^\d+$/.test(name))
  const [first = 'JSON', second] = names
  return second !== undefined && (first === 'Messages' || second === 'Cursor') ? second : first
}
