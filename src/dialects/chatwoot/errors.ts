import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { AppError, ErrorCode } from '../../model/errors.ts'
import type { ErrorAnswer, StatusOf } from '../dialect.ts'
import { ValidationFailure } from '../to-app-error.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * How a refusal is worded: a failed save as one sentence, as the messages' calls do it, instead of with the fields it is about; or not at all where
     * nothing is found (chatwoot sheet 3).
     */
    refusals?: 'sentence' | 'silent'
  }
}

/** What all three share; `forbidden` differs between them. */
const STATUS: Omit<StatusOf, 'forbidden'> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  not_found: 404,
  conflict: 422,
  gone: 410,
  key_reused: 422,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  unavailable: 503,
  bug: 500,
}

const NOT_FOUND = 'Resource could not be found'
const NO_ACCOUNT_ACCESS = 'You are not authorized to access this account'
const NOT_ALLOWED = 'You are not authorized to do this action'

/** The refusals that clients of the family know in these words. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  token_missing: 'Invalid Access Token',
  token_invalid: 'Invalid Access Token',
  account_suspended: 'Account is suspended',
  credentials_invalid: 'Invalid login credentials. Please try again.',
  session_not_found: 'User was not found or was not logged in.',
  identity_hash_invalid: 'HMAC failed: Invalid Identifier Hash Provided',
  bot_not_allowed: 'Access to this endpoint is not authorized for bots',
  status_not_allowed: 'Message status update is only allowed for API inboxes',
  inbound_not_allowed: 'Incoming messages are only allowed in Api inboxes',
  message_too_long: 'Content is too long (maximum is 150000 characters)',
  contact_email_taken: 'Email has already been taken',
  contact_phone_taken: 'Phone number has already been taken',
  contact_identifier_taken: 'Identifier has already been taken',
  member_email_taken: 'Email has already been taken',
  team_name_taken: 'Name has already been taken',
  label_title_taken: 'Title has already been taken',
  short_code_taken: 'Short code has already been taken',
  attribute_key_taken: 'Attribute key has already been taken',
  source_id_taken: 'source_id should be unique',
  webhook_url_invalid: 'Url is invalid',
  webhook_url_taken: 'Url has already been taken',
  webhook_events_invalid: 'Subscriptions Invalid events',
  conversation_flooded: 'Too many messages',
  rate_limited: 'Rate limit exceeded',
}

/** The field a refusal is about, where the core does not say it or has another name for it. */
const FIELDS: Partial<Record<ErrorCode, string>> = {
  message_too_long: 'content',
  contact_email_taken: 'email',
  contact_phone_taken: 'phone_number',
  contact_identifier_taken: 'identifier',
  member_email_taken: 'email',
  webhook_events_invalid: 'subscriptions',
  conversation_flooded: 'base',
  short_code_taken: 'short_code',
}

/** The one shape of Ndoto and 99digital: `{"error":"text"}` (ndoto sheet 8, 99digital sheet 9). */
export const Refusal = Type.Object({ error: Type.String() })

/** `forbidden` is the status of a valid token without the right, and the words when the account itself is out of its reach. */
export function renderPlainError(error: AppError, forbidden: { status: 401 | 403; account: string }): ErrorAnswer {
  const words = WORDS[error.code] ?? error.message
  if (error.code === 'account_forbidden') return { status: forbidden.status, body: { error: forbidden.account } }
  if (error.code === 'not_allowed') return { status: forbidden.status, body: { error: NOT_ALLOWED } }
  if (error.kind === 'forbidden') return { status: forbidden.status, body: { error: words } }
  if (error.kind === 'not_found') return { status: 404, body: { error: NOT_FOUND } }
  return { status: STATUS[error.kind], body: { error: words } }
}

export const NDOTO_FORBIDDEN = { status: 403, account: NOT_ALLOWED } as const
export const NINETY_NINE_FORBIDDEN = { status: 401, account: NO_ACCOUNT_ACCESS } as const

/** Chatwoot's several shapes (chatwoot sheet 2 and 3). */
export const ChatwootRefusal = Type.Union([
  Type.Object({ error: Type.String() }),
  Type.Object({ errors: Type.Array(Type.String()) }, { description: 'No credential was sent.' }),
  Type.Object({ success: Type.Literal(false), errors: Type.Array(Type.String()) }, { description: 'Not signed in.' }),
  Type.Object(
    { message: Type.String(), attributes: Type.Optional(Type.Array(Type.String())) },
    { description: 'A record could not be saved.' },
  ),
  Type.Object({ status: Type.Integer(), error: Type.String() }),
])

/** The one refusal that is no JSON (chatwoot sheet 3). */
const RETRY_LATER = 'Retry later'
export const RetryLater = Type.String({ description: `\`${RETRY_LATER}\`, as plain text` })

export function renderChatwootError(error: AppError, request: FastifyRequest): ErrorAnswer {
  const words = WORDS[error.code] ?? error.message
  if (error.code === 'token_missing') {
    return { status: 401, body: { errors: ['You need to sign in or sign up before continuing.'] } }
  }
  if (error.code === 'credentials_invalid') return { status: 401, body: { success: false, errors: [words] } }
  if (error.code === 'session_not_found') return { status: 404, body: { success: false, errors: [words] } }
  if (error.code === 'account_forbidden') return { status: 401, body: { error: NO_ACCOUNT_ACCESS } }
  if (error.code === 'not_allowed') return { status: 401, body: { error: NOT_ALLOWED } }
  if (error.code === 'status_not_allowed') return { status: 403, body: { error: words } }
  if (error.kind === 'forbidden') return { status: 401, body: { error: words } }
  if (error.kind === 'not_found' && request.routeOptions?.config?.refusals === 'silent') return { status: 404, body: null }
  if (error.kind === 'not_found') {
    const isPublic = /^(?:\/chatwoot)?\/public\//.test(request.url)
    return { status: 404, body: isPublic ? { status: 404, error: 'Not Found' } : { error: NOT_FOUND } }
  }
  if (error.kind === 'rate_limited') return { status: 429, body: RETRY_LATER, headers: { 'content-type': 'text/plain' } }
  if (error.code === 'client_id_reused') return { status: 409, body: { error: words } }
  if (error.kind === 'bug') return { status: 500, body: { status: 500, error: 'Internal Server Error' } }
  if (error.kind === 'invalid' || error.kind === 'conflict') return { status: 422, body: failedSave(error, words, request) }
  return { status: STATUS[error.kind], body: { error: words } }
}

function failedSave(error: AppError, words: string, request: FastifyRequest): object {
  if (error.code === 'contact_online') return { message: words }
  if (error.code === 'inbound_not_allowed' || error.code === 'source_id_taken') return { error: words }
  // The vendor's own answer to an unknown status or priority is a bare 500; the sheet's is the sentence.
  const isWord = error.field === 'status' || error.field === 'priority'
  if (isWord || request.routeOptions?.config?.refusals === 'sentence') return { error: `Validation failed: ${words}` }
  const missing = error.cause instanceof ValidationFailure && error.cause.details[0]?.keyword === 'required'
  if (missing) return { error: `param is missing or the value is empty: ${error.field ?? ''}` }
  const field = FIELDS[error.code] ?? error.field
  return field === undefined ? { error: words } : { message: words, attributes: [field] }
}
