import { Type } from 'typebox'
import { AppError } from '../../model/errors.ts'

/** How many items a page holds unless asked: of messages, and of everything else (tidysupport sheet 2, Pagination). */
export const MESSAGES = 50
export const OTHERS = 20

/** `limit` and `cursor`, the parameters of every list. */
export function pageQuery(limit: number) {
  return {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: limit, description: 'How many items a page holds' })),
    cursor: Type.Optional(Type.String({ description: 'The id of the last item received; the page begins behind it' })),
  }
}

/** The items of a page that was read one item longer than asked for, and whether there are more. */
export function cutPage<T>(found: T[], limit: number): { items: T[]; hasMore: boolean } {
  return { items: found.slice(0, limit), hasMore: found.length > limit }
}

/** What a cursor stands for, or the refusal `cursor_invalid`. */
export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new AppError('cursor_invalid', { field: 'cursor' })
  return value
}
