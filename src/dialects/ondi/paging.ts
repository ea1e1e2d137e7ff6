import { AppError } from '../../model/errors.ts'

/** Behind `limit` items a page, `offset` items lie before this one. */
export type Paging = { page: number; limit: number; offset: number }

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100

/**
 * Reads `page` and `limit`; an empty value is none, and a limit above 100 is taken as 100 (ondi sheet 2). Refuses anything but whole
 * numbers from 1. The offset of a page that no store could hold is not exact, only larger than any total.
 */
export function parsePaging(query: { page?: string; limit?: string }): Paging {
  const page = parseCount(query.page) ?? 1
  const limit = Math.min(parseCount(query.limit) ?? DEFAULT_LIMIT, MAX_LIMIT)
  return { page, limit, offset: (page - 1) * limit }
}

function parseCount(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const count = /^\d{1,16}$/.test(text) ? Number(text) : 0
  if (count < 1 || !Number.isSafeInteger(count)) throw new AppError('query_invalid', { message: 'Invalid pagination parameters' })
  return count
}
