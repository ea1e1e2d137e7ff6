import { type TProperties, type TSchema, Type } from 'typebox'

export const Uuid = Type.String({ format: 'uuid' })
/** ondi sheet 2: ISO-8601 UTC with `Z`, in whole seconds as the vendor's examples print them. */
export const Instant = Type.String({ format: 'date-time', description: 'ISO-8601 UTC in whole seconds, e.g. `2023-01-01T00:00:00Z`' })

export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

/** The success envelope (ondi sheet 2) around a payload. */
export function Success<T extends TProperties>(payload: T) {
  return Type.Object({ success: Type.Literal(true), message: Type.String(), ...payload })
}

const Failure = Type.Object({
  success: Type.Literal(false),
  message: Type.String(),
  error: Type.Optional(Type.Object({}, { description: 'Only in a 500, where it is empty' })),
})

/** The error envelope (ondi sheet 2) under every status a route may refuse with. */
export const FAILURES = {
  400: Failure,
  401: Failure,
  403: Failure,
  404: Failure,
  409: Failure,
  413: Failure,
  415: Failure,
  422: Failure,
  429: Failure,
  500: Failure,
  503: Failure,
}

/** What every call takes in its query (ondi sheet 2). An empty value means "not given". */
export const TENANT_QUERY = {
  tenant_id: Type.Optional(Type.String({ description: 'UUID of the tenant; required when the token carries none' })),
  language: Type.Optional(Type.String({ description: 'Accepted and ignored; messages are in English' })),
}

/** Paging (ondi sheet 2): text here, because an empty value is allowed; see `parsePaging`. */
export const PAGING_QUERY = {
  page: Type.Optional(Type.String({ description: 'Page number from 1; 1 when absent' })),
  limit: Type.Optional(Type.String({ description: 'Items per page, 20 when absent; more than 100 are taken as 100' })),
}

export const CONVERSATION_PARAMS = Type.Object({ conversationId: Type.String({ description: 'UUID of the conversation' }) })
