import type { MessageWindow } from '../../../core/messages/list-messages.ts'
import { AppError } from '../../../model/errors.ts'
import type { Message } from '../../../model/message.ts'
import { toSeconds } from '../faces/times.ts'

/** The query of a list call as sent; an empty value is as if absent. */
export type MessageQuery = { before?: string; after?: string; filter_internal_messages?: string }

/** Which messages a list call answers with, always oldest first. Without `limit` it is all of them. */
export type MessageRead = {
  window: MessageWindow
  /** Where a limit cuts from. */
  order: 'newest' | 'oldest'
  limit?: number
  /** Leaves private notes and activity entries out. */
  publicOnly: boolean
}

/** Ids and pages of Chatwoot: 20 before an id or by default, 100 after one, 1000 between two, where the lower end is included (chatwoot sheet 5.2). */
export function readChatwootQuery(query: MessageQuery): MessageRead {
  const after = readLooseId(query.after)
  const before = readLooseId(query.before)
  const publicOnly = (query.filter_internal_messages ?? '').trim() !== ''
  if (after !== undefined && before !== undefined) {
    return { window: { fromId: after, beforeId: before }, order: 'oldest', limit: 1000, publicOnly }
  }
  if (after !== undefined) return { window: { afterId: after }, order: 'oldest', limit: 100, publicOnly }
  return { window: before === undefined ? {} : { beforeId: before }, order: 'newest', limit: 20, publicOnly }
}

/** One message by its own id, which is the included lower end. */
export function queryById({ id }: Pick<Message, 'id'>): string {
  return `after=${id}&before=${id + 1}`
}

/** The same ids without a limit: the vendor's page promises all messages (99digital sheet 3.2). */
export function read99digitalQuery(query: MessageQuery): MessageRead {
  const { window } = readChatwootQuery(query)
  return { window, order: 'oldest', publicOnly: false }
}

/**
 * Unix seconds, both ends excluded, compared with the whole second that messages show: `after < created_at < before` (ndoto sheet 3.1). Refuses with
 * `query_invalid`.
 */
export function readNdotoQuery(query: MessageQuery): MessageRead {
  const after = readSeconds('after', query.after)
  const before = readSeconds('before', query.before)
  return {
    window: {
      fromTime: after === undefined ? undefined : toMicroseconds(after + 1),
      beforeTime: before === undefined ? undefined : toMicroseconds(before),
    },
    order: 'oldest',
    publicOnly: false,
  }
}

/** Everything that shows the same second. */
export function queryBySecond({ createdAt }: Pick<Message, 'createdAt'>): string {
  const second = toSeconds(createdAt)
  return `after=${second - 1}&before=${second + 1}`
}

/** Leading digits count, any other text is 0 (chatwoot sheet 5.2). */
function readLooseId(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined
  return clamp(Number.parseInt(text, 10) || 0)
}

function readSeconds(field: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  if (!/^-?\d+$/.test(text)) throw new AppError('query_invalid', { message: `${field} must be a Unix timestamp in whole seconds`, field })
  return Number(text)
}

function toMicroseconds(seconds: number): number {
  return clamp(seconds * 1e6)
}

/** What the store can compare with; nothing lies beyond either end. */
function clamp(value: number): number {
  return Math.min(Math.max(value, 0), Number.MAX_SAFE_INTEGER - 1)
}
