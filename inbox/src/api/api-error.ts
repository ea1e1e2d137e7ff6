import { words } from '../words/words.ts'

/** A request that was not answered as hoped. `code` is the API's own, or `offline` where nobody answered. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: string
  readonly status: number
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, of: { code: string; status: number; field?: string; retryAfterSeconds?: number }) {
    super(message)
    this.code = of.code
    this.status = of.status
    this.field = of.field
    this.retryAfterSeconds = of.retryAfterSeconds
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get mayPass(): boolean {
    return this.code === 'offline' || this.status === 429 || this.status >= 500
  }
}

export function offlineError(): ApiError {
  return new ApiError(words.errors.offline, { code: 'offline', status: 0 })
}

/** The error an answer tells of; a proxy between may have answered in words of its own. */
export async function toApiError(answer: Response): Promise<ApiError> {
  const told = await readError(answer)
  const after = Number(answer.headers.get('retry-after'))
  return new ApiError(told?.message ?? words.errors.unexpected(answer.status), {
    code: told?.code ?? 'unexpected',
    status: answer.status,
    field: told?.field,
    retryAfterSeconds: after > 0 ? after : undefined,
  })
}

async function readError(answer: Response): Promise<{ code: string; message: string; field?: string } | undefined> {
  try {
    return ((await answer.json()) as { error?: { code: string; message: string; field?: string } }).error
  } catch {
    return undefined
  }
}
