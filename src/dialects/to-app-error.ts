import { AppError } from '../model/errors.ts'

type Detail = { keyword: string; instancePath: string; params: Record<string, unknown>; message: string }

/** What a schema found wrong with one part of a request. `details` are all findings, the first one is the message. */
export class ValidationFailure extends Error {
  readonly part: string
  readonly details: Detail[]

  constructor(part: string, details: Detail[]) {
    super(describe(details))
    this.part = part
    this.details = details
  }
}

/** Folds whatever was thrown while a request was handled into a refusal; what is not known becomes `internal`, with the cause for the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ValidationFailure) {
    const code = error.part === 'body' ? 'body_invalid' : 'query_invalid'
    return new AppError(code, { message: error.message, field: fieldOf(error.details[0]), cause: error })
  }
  switch ((error as { code?: unknown } | null)?.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new AppError('json_malformed', { cause: error })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
    case 'FST_FILES_LIMIT':
    case 'FST_FIELDS_LIMIT':
    case 'FST_PARTS_LIMIT':
      return new AppError('body_too_large', { cause: error })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new AppError('media_type_unsupported', { cause: error })
    case 'FST_ERR_NOT_FOUND':
    case 'FST_ERR_MAX_PARAM_LENGTH': // nothing has so long a name
      return new AppError('route_not_found', { cause: error })
  }
  // Anything else of the framework's that blames the request: a bad Content-Length, a broken encoding of the address…
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  if (typeof status === 'number' && status >= 400 && status < 500) return new AppError('request_malformed', { cause: error })
  return new AppError('internal', { cause: error })
}

/** The name of the top-level field a finding is about. */
export function fieldOf(detail: Detail | undefined): string | undefined {
  if (!detail) return undefined
  const path = detail.instancePath.split('/')[1]
  if (path) return path
  const missing = detail.params.requiredProperties
  return Array.isArray(missing) ? String(missing[0]) : undefined
}

/** Findings about union members only repeat what the union's own finding says better. */
function describe(details: Detail[]): string {
  const detail = details.find((one) => one.keyword === 'anyOf' || one.keyword === 'enum') ?? details[0]
  if (!detail) return 'The request is not valid.'
  const field = fieldOf(detail)
  if (detail.keyword === 'required') return `${field ?? 'A field'} is required`
  if (detail.keyword === 'enum') return `${nameOf(detail)} must be one of ${(detail.params.allowedValues as unknown[]).join(', ')}`
  if (detail.keyword === 'boolean') return `${nameOf(detail)} is not a known field`
  if (detail.keyword === 'anyOf') return `${nameOf(detail)} is not valid`
  return `${nameOf(detail)} ${detail.message}`
}

function nameOf(detail: Detail): string {
  return detail.instancePath.slice(1).replaceAll('/', '.') || 'The body'
}
