/** The sorts of refusal a dialect must know how to answer; each dialect maps every kind to its own status. */
export type ErrorKind =
  | 'malformed' // the request cannot be read at all: broken JSON, a bad header, a bad query value
  | 'invalid' // it can be read, but a field is missing, wrong or too large
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone' // it was there and is kept no longer
  | 'key_reused' // an Idempotency-Key used again for another request
  | 'too_large'
  | 'unsupported_media'
  | 'rate_limited'
  | 'unavailable' // stopping, or the store cannot be reached just now
  | 'bug'

/** Every refusal there is. Codes are frozen once released; `docs/errors.md` is generated from this list. */
export const ERRORS = {
  request_malformed: { kind: 'malformed', message: 'The request could not be read.' },
  json_malformed: { kind: 'malformed', message: 'The body is not valid JSON.' },
  query_invalid: { kind: 'malformed', message: 'A query parameter is not valid.' },
  idempotency_key_invalid: { kind: 'malformed', message: 'Idempotency-Key must be 1 to 255 printable ASCII characters.' },
  body_invalid: { kind: 'invalid', message: 'The request body is not valid.' },
  body_too_large: { kind: 'too_large', message: 'The request body is too large.' },
  media_type_unsupported: { kind: 'unsupported_media', message: 'This content type is not supported; send application/json.' },
  route_not_found: { kind: 'not_found', message: 'No such address.' },
  token_missing: { kind: 'unauthenticated', message: 'A token is required.' },
  token_invalid: { kind: 'unauthenticated', message: 'The token is not valid.' },
  not_allowed: { kind: 'forbidden', message: 'You are not allowed to do this.' },
  bot_not_allowed: { kind: 'forbidden', message: 'Bots are not allowed to do this.' },
  credentials_invalid: { kind: 'unauthenticated', message: 'The e-mail address or the password is wrong.' },
  members_only: { kind: 'forbidden', message: 'Only members of the team can sign in here.' },
  link_invalid: {
    kind: 'unauthenticated',
    message: 'This sign-in link has expired, or was never one. `parley connect` shows a fresh one.',
  },
  csrf_invalid: {
    kind: 'forbidden',
    message: 'X-CSRF-Token is missing, or another session’s. Send the `csrf` that GET /parley/v1/session answers.',
  },
  origin_not_allowed: {
    kind: 'forbidden',
    message: 'Pages of another origin cannot use a session. Where the server is reached by another name, PARLEY_PUBLIC_URL says so.',
  },
  session_not_found: { kind: 'not_found', message: 'No such session.' },
  sign_in_locked: { kind: 'rate_limited', message: 'Too many attempts to sign in; try again later.' },
  password_invalid: { kind: 'invalid', message: 'A password has 8 to 1,024 characters.' },
  password_needs_email: { kind: 'invalid', message: 'Only somebody with an e-mail address can have a password.' },
  account_forbidden: { kind: 'forbidden', message: 'This token does not give access to that account.' },
  account_suspended: { kind: 'forbidden', message: 'The account is suspended.' },
  account_not_found: { kind: 'not_found', message: 'No such account.' },
  member_not_found: { kind: 'not_found', message: 'No such member.' },
  member_email_taken: { kind: 'conflict', message: 'A member with this e-mail address already exists.' },
  contact_not_found: { kind: 'not_found', message: 'No such contact.' },
  erasure_not_found: { kind: 'not_found', message: 'No such erasure.' },
  contact_email_taken: { kind: 'conflict', message: 'A contact with this e-mail address already exists.' },
  contact_phone_taken: { kind: 'conflict', message: 'A contact with this phone number already exists.' },
  contact_identifier_taken: { kind: 'conflict', message: 'A contact with this identifier already exists.' },
  contact_online: { kind: 'conflict', message: 'The contact is online; try again later.' },
  contact_not_in_channel: { kind: 'invalid', message: 'The contact is not connected to this channel.' },
  channel_not_found: { kind: 'not_found', message: 'No such channel.' },
  source_id_taken: { kind: 'conflict', message: 'This source id already belongs to another contact of the channel.' },
  team_not_found: { kind: 'not_found', message: 'No such team.' },
  team_name_taken: { kind: 'conflict', message: 'A team with this name already exists.' },
  label_not_found: { kind: 'not_found', message: 'No such label.' },
  label_title_taken: { kind: 'conflict', message: 'A label with this title already exists.' },
  canned_response_not_found: { kind: 'not_found', message: 'No such canned response.' },
  short_code_taken: { kind: 'conflict', message: 'A canned response with this short code already exists.' },
  attribute_not_found: { kind: 'not_found', message: 'No such attribute definition.' },
  attribute_key_taken: { kind: 'conflict', message: 'An attribute with this key is already defined.' },
  saved_filter_not_found: { kind: 'not_found', message: 'No such saved filter.' },
  too_many_saved_filters: { kind: 'invalid', message: 'A member keeps at most 1,000 filters.' },
  bot_not_found: { kind: 'not_found', message: 'No such bot.' },
  application_not_found: { kind: 'not_found', message: 'No such application.' },
  conversation_not_found: { kind: 'not_found', message: 'No such conversation.' },
  conversation_not_active: { kind: 'forbidden', message: 'The conversation is not active.' },
  not_a_participant: { kind: 'forbidden', message: 'You are not a participant in this conversation.' },
  participant_not_found: { kind: 'not_found', message: 'No such participant.' },
  message_not_found: { kind: 'not_found', message: 'No such message.' },
  message_empty: { kind: 'invalid', message: 'A message needs text, HTML or an attachment.' },
  message_too_long: { kind: 'invalid', message: 'A message holds at most 150,000 characters.' },
  message_deleted: { kind: 'conflict', message: 'The message was deleted.' },
  delivery_not_found: { kind: 'not_found', message: 'No such delivery.' },
  order_not_found: { kind: 'not_found', message: 'No such order.' },
  ticket_not_found: { kind: 'not_found', message: 'No such ticket.' },
  ticket_open: { kind: 'conflict', message: 'There is an open ticket about this delivery already.' },
  ticket_claimed: { kind: 'conflict', message: 'Somebody has claimed this ticket already.' },
  notification_not_found: { kind: 'not_found', message: 'No such notification.' },
  parent_not_found: { kind: 'invalid', message: 'The parent message is not in this conversation.' },
  inbound_not_allowed: { kind: 'invalid', message: 'Incoming messages are only allowed in API channels.' },
  status_not_allowed: { kind: 'forbidden', message: 'Only messages of API channels take a delivery status.' },
  attachment_invalid: { kind: 'invalid', message: 'An attachment is not valid.' },
  too_many_messages: { kind: 'invalid', message: 'One request carries at most 1,000 messages.' },
  cursor_invalid: { kind: 'malformed', message: 'The cursor is not valid.' },
  position_ahead: { kind: 'conflict', message: 'The log has not come as far as this position.' },
  too_many_streams: { kind: 'rate_limited', message: 'Too many streams are open with this token.' },
  token_not_found: { kind: 'not_found', message: 'No such token.' },
  identity_hash_invalid: { kind: 'unauthenticated', message: 'The identifier is not proven by its hash.' },
  client_id_reused: { kind: 'conflict', message: 'This client id was used for a different message.' },
  idempotency_key_reused: { kind: 'key_reused', message: 'This Idempotency-Key was used for a different request.' },
  position_gone: { kind: 'gone', message: 'The log no longer holds what is behind this position.' },
  webhook_not_found: { kind: 'not_found', message: 'No such webhook.' },
  webhook_url_invalid: { kind: 'invalid', message: 'A webhook needs an http or https address of at most 2,048 bytes.' },
  webhook_url_taken: { kind: 'conflict', message: 'A webhook with this address already exists.' },
  webhook_application_taken: { kind: 'conflict', message: 'This application has a webhook in this account already.' },
  too_many_webhooks: { kind: 'invalid', message: 'An account has at most 1,000 webhooks.' },
  webhook_events_invalid: { kind: 'invalid', message: 'A webhook needs one or more known events.' },
  egress_range_invalid: {
    kind: 'invalid',
    message: 'A range is an address, or one with the length of its prefix, like 10.0.0.0/8 or fd00::/8.',
  },
  webhook_delivery_not_found: { kind: 'not_found', message: 'No such delivery of this webhook.' },
  webhook_made_elsewhere: {
    kind: 'conflict',
    message: 'This address is changed where it was entered: in the API, the channel or the bot it belongs to.',
  },
  webhook_paused: { kind: 'conflict', message: 'The webhook is paused and told nothing; resume it first.' },
  conversation_flooded: { kind: 'invalid', message: 'Too many messages in this conversation.' },
  rate_limited: { kind: 'rate_limited', message: 'Too many requests.' },
  unavailable: { kind: 'unavailable', message: 'The server cannot take this request just now; try again.' },
  internal: { kind: 'bug', message: 'Internal server error' },
} as const satisfies Record<string, { kind: ErrorKind; message: string }>

export type ErrorCode = keyof typeof ERRORS

/**
 * A refusal. `message` may be shown to the caller; `cause` goes to the log only. `field` names the offending input, if one does; `retryAfterSeconds` says when to come
 * again, `oldestPosition` where the log begins by now.
 */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly oldestPosition: number | undefined

  constructor(
    code: ErrorCode,
    options: ErrorOptions & { message?: string; field?: string; retryAfterSeconds?: number; oldestPosition?: number } = {},
  ) {
    super(options.message ?? ERRORS[code].message, options)
    this.code = code
    this.kind = ERRORS[code].kind
    this.field = options.field
    this.retryAfterSeconds = options.retryAfterSeconds
    this.oldestPosition = options.oldestPosition
  }
}
