import type { Conversation } from '../../../model/conversation.ts'
import type { Tx, Value } from '../../db.ts'
import { conversationsTable, minuteOf } from './conversations.ts'

/** A conversation as it was read, and as a batch of sends leaves it. */
export type HeadChange = { before: Conversation; after: Conversation }

/** What finds a conversation that is still as it was read, and what a send may change of it; what is indexed, which it often leaves as it is, comes last. */
export const HEAD_BY = ['account_id', 'id', 'revision']
export const HEAD_SET = [
  'last_seq',
  'public_count',
  'last_activity_at',
  'updated_at',
  'first_reply_at',
  'waiting_since',
  'status',
  'snoozed_until',
  'active_minute',
]
const INDEXED = 3

/** Writes what a send may change, as the next revision, and says how many conversations were still as they were read. */
export async function updateHeads(tx: Tx, heads: readonly HeadChange[]): Promise<number> {
  // SQLite takes an entry out of an index and puts it back even where its value stays the same.
  const [same, moved] = [heads.filter(staysInPlace), heads.filter((head) => !staysInPlace(head))]
  const next = 'revision = conversations.revision + 1'
  const counts = await Promise.all([
    tx.updateMany(
      conversationsTable,
      HEAD_BY,
      HEAD_SET.slice(0, -INDEXED),
      same.map((head) => toHeadRow(head).slice(0, -INDEXED)),
      next,
    ),
    tx.updateMany(conversationsTable, HEAD_BY, HEAD_SET, moved.map(toHeadRow), next),
  ])
  return counts[0] + counts[1]
}

function staysInPlace({ before, after }: HeadChange): boolean {
  if (before.status !== after.status || before.snoozedUntil !== after.snoozedUntil) return false
  return minuteOf(before.lastActivityAt) === minuteOf(after.lastActivityAt)
}

/** In the order of `HEAD_BY` and `HEAD_SET`. */
export function toHeadRow({ before, after }: HeadChange): Value[] {
  return [
    after.accountId,
    after.id,
    before.revision,
    after.lastSeq,
    after.publicCount,
    after.lastActivityAt,
    after.updatedAt,
    after.firstReplyAt,
    after.waitingSince,
    after.status,
    after.snoozedUntil,
    minuteOf(after.lastActivityAt),
  ]
}
