import { AppError } from '../../model/errors.ts'
import type { ConversationMark, ConversationOrder } from '../../storage/queries/conversations/conversations.ts'

export const SORTS = {
  lastActivityAt: 'last_activity_at',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  number: 'number',
} as const satisfies Record<string, ConversationOrder>
export type Sort = keyof typeof SORTS
export type Order = 'asc' | 'desc'

/** Where the next page of conversations begins: an opaque text that holds the order and the place in it, so that no page depends on what changed since. */
export function toCursor(sort: Sort, order: Order, last: ConversationMark): string {
  return Buffer.from(`${sort}.${order}.${last[sort]}.${last.id}`).toString('base64url')
}

/** Refuses with `cursor_invalid` anything that is not a cursor of this very order. */
export function fromCursor(text: string, sort: Sort, order: Order): ConversationMark {
  const match = /^(\w+)\.(asc|desc)\.(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString())
  const [value, id] = [Number(match?.[3]), Number(match?.[4])]
  if (match?.[1] !== sort || match[2] !== order || !Number.isSafeInteger(value) || !Number.isSafeInteger(id)) {
    throw new AppError('cursor_invalid', { field: 'cursor' })
  }
  return { id, number: value, createdAt: value, updatedAt: value, lastActivityAt: value }
}
