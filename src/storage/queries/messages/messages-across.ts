import type { Db } from '../../db.ts'
import { filterText, type MessageFilter } from './messages.ts'

/** A conversation as far as its messages are concerned: seqs run to `lastSeq` without gaps, from the oldest that is kept on. */
export type Head = { conversationId: number; lastSeq: number; revision: number }

/** A place in the order of messages of many conversations: by time, then by id. */
export type Place = { createdAt: number; id: number }

/** The messages of one conversation between two seqs, both exclusive. */
export type Span = { conversationId: number; after: number; before: number }

/** A message without its body. `shown` says whether a filter lets it through. */
export type MessageKey = Place & { conversationId: number; seq: number; shown: boolean }

/** Which of some conversations an application created, each with its newest seq. */
export async function findHeads(db: Db, accountId: number, of: { ids: readonly number[]; applicationId: number }): Promise<Head[]> {
  const rows = await db.rows<[id: number, lastSeq: number, revision: number]>(
    'select id, last_seq, revision from conversations where account_id = $1 and id = any($2) and application_id = $3',
    [accountId, of.ids, of.applicationId],
  )
  return rows.map(([conversationId, lastSeq, revision]) => ({ conversationId, lastSeq, revision }))
}

/**
 * The seq of each conversation's newest message before a place, by conversation id; 0 where there is none. Times and ids grow with seq in a
 * conversation, so each answer is built from its highest bit down in about 20 point reads, for all conversations in one statement and without an
 * index that every send would pay for. What retention has taken from the beginning is before every place.
 */
export async function seekSeqs(db: Db, accountId: number, heads: readonly Head[], place: Place): Promise<Map<number, number>> {
  if (heads.length === 0) return new Map()
  const lastSeq = heads.reduce((most, head) => Math.max(most, head.lastSeq), 1)
  const rows = await db.rows<[conversationId: number, seq: number]>(
    `with recursive seek(conversation_id, last_seq, seq, step) as (
       select id, last_seq, cast(0 as bigint), cast($3 as bigint) from conversations where account_id = $1 and id = any($2)
       union all
       select conversation_id, last_seq, seq + step * coalesce((
         select case when m.created_at < $4 or (m.created_at = $4 and m.id < $5) then 1 else 0 end
         from messages m where m.account_id = $1 and m.conversation_id = seek.conversation_id and m.seq = seek.seq + seek.step),
         case when seek.seq + seek.step <= seek.last_seq then 1 else 0 end), step / 2
       from seek where step > 0
     )
     select conversation_id, seq from seek where step = 0`,
    [accountId, heads.map((head) => head.conversationId), 2 ** Math.floor(Math.log2(lastSeq)), place.createdAt, place.id],
  )
  return new Map(rows)
}

/** Spans are asked for in blocks of one of these sizes, the rest filled with empty ones, so that the statements stay few. */
const BLOCKS = [8, 64, 256] as const

/** The keys of all messages in some spans of one account's conversations, in no particular order, those that are not shown included. */
export async function listMessageKeys(
  db: Db,
  accountId: number,
  spans: readonly Span[],
  filter: Omit<MessageFilter, 'after' | 'before'>,
): Promise<MessageKey[]> {
  const size = BLOCKS.find((block) => block >= spans.length) ?? BLOCKS[BLOCKS.length - 1]!
  const keys: MessageKey[] = []
  for (let first = 0; first < spans.length; first += size) {
    const params = [accountId]
    for (let index = first; index < first + size; index++) {
      const span = spans[index]
      params.push(span?.conversationId ?? 0, span?.after ?? 0, span?.before ?? 0)
    }
    const rows = await db.rows<[conversationId: number, seq: number, id: number, createdAt: number, shown: number]>(
      keysText(size, filter),
      params,
    )
    for (const [conversationId, seq, id, createdAt, shown] of rows) keys.push({ conversationId, seq, id, createdAt, shown: shown === 1 })
  }
  return keys
}

function keysText(size: number, filter: Omit<MessageFilter, 'after' | 'before'>): string {
  const value = (index: number) => `cast($${index} as bigint)`
  const wanted = Array.from({ length: size }, (_, row) => `(${value(row * 3 + 2)}, ${value(row * 3 + 3)}, ${value(row * 3 + 4)})`)
  // A cross join, because SQLite then keeps to the order as written: spans first, then their messages by key.
  return `with wanted(wanted_id, low, high) as (values ${wanted.join(', ')})
    select conversation_id, seq, id, created_at, case when account_id = $1${filterText(filter)} then 1 else 0 end
    from wanted cross join messages where account_id = $1 and conversation_id = wanted_id and seq > low and seq < high`
}
