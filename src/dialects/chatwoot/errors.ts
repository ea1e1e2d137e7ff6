import type { AppError } from '../../model/errors.ts'
import type { ErrorAnswer, StatusOf } from '../dialect.ts'
import type { Profile } from './profile.ts'

const STATUS: StatusOf = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 422,
  key_reused: 422,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  unavailable: 503,
  bug: 500,
}

/** `{ "error": "text" }` (ndoto sheet 8, 99digital sheet 9). */
export function renderError(profile: Profile, error: AppError): ErrorAnswer {
  if (error.kind === 'unauthenticated') return { status: 401, body: { error: 'Invalid Access Token' } }
  if (error.kind === 'not_found') return { status: 404, body: { error: 'Resource could not be found' } }
  if (error.code === 'account_forbidden') {
    return { status: profile.foreignAccountStatus, body: { error: 'You are not authorized to access this account' } }
  }
  return { status: STATUS[error.kind], body: { error: error.message } }
}
