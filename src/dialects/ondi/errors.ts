import type { AppError, ErrorCode } from '../../model/errors.ts'
import type { ErrorAnswer, StatusOf } from '../dialect.ts'

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

/** The vendor's own sentences (ondi sheet 5); every other refusal speaks for itself. */
const TEXTS: Partial<Record<ErrorCode, string>> = {
  token_missing: 'Unauthorized',
  token_invalid: 'Unauthorized',
  credentials_invalid: 'Invalid email or password',
  sign_in_locked: 'Too many requests',
  account_forbidden: 'Forbidden',
  account_suspended: 'Forbidden',
  account_not_found: 'Tenant not found',
  conversation_not_found: 'Conversation not found',
  not_a_participant: 'You are not a participant in this conversation',
  conversation_not_active: 'Conversation is not active',
  message_not_found: 'Message not found',
  participant_not_found: 'User not found',
  delivery_not_found: 'Delivery not found',
  order_not_found: 'Order not found',
  ticket_not_found: 'Ticket not found',
  ticket_open: 'An open ticket already exists for this delivery',
  ticket_claimed: 'The ticket is already claimed',
  notification_not_found: 'Notification not found',
  parent_not_found: 'parent_message_id must be a message of this conversation',
  route_not_found: 'Not found',
  rate_limited: 'Too many requests',
  internal: 'Internal server error',
}

/** `{ "success": false, "message": "text" }`; a fault adds an empty `error` (ondi sheet 2 and 5). */
export function renderError(error: AppError): ErrorAnswer {
  const body = { success: false, message: TEXTS[error.code] ?? error.message }
  return { status: STATUS[error.kind], body: error.kind === 'bug' ? { ...body, error: {} } : body }
}
