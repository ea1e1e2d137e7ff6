import type { AuthorKind } from '../../../model/author.ts'
import type { Participant } from '../../../model/participant.ts'
import { type Db, forUpdate, type Table, type Tx, type Value } from '../../db.ts'

export const participantsTable: Table = {
  name: 'participants',
  columns: {
    account_id: 'bigint',
    conversation_id: 'bigint',
    author_id: 'bigint',
    author_kind: 'text',
    role: 'text',
    joined_at: 'bigint',
    left_at: 'bigint',
    last_read_seq: 'bigint',
  },
}
const columns = Object.keys(participantsTable.columns).join(', ')

type Row = {
  account_id: number
  conversation_id: number
  author_id: number
  author_kind: AuthorKind
  role: string
  joined_at: number
  left_at: number | null
  last_read_seq: number
}

export function insertParticipants(tx: Tx, participants: readonly Participant[]): Promise<void> {
  return tx.insertMany(participantsTable, participants.map(toRow))
}

/** Writes role, time of leaving and read position. */
export async function updateParticipants(tx: Tx, participants: readonly Participant[]): Promise<void> {
  await tx.updateMany(participantsTable, PARTICIPANT_KEY, PARTICIPANT_SET, participants.map(toParticipantUpdate))
}

export const PARTICIPANT_KEY = ['account_id', 'conversation_id', 'author_id']
export const PARTICIPANT_SET = ['role', 'joined_at', 'left_at', 'last_read_seq']

/** The key and what may be set. */
export function toParticipantUpdate(p: Participant): Value[] {
  return [p.accountId, p.conversationId, p.authorId, p.role, p.joinedAt, p.leftAt, p.lastReadSeq]
}

/**
 * Moves the read position of somebody who is in the conversation forward to `seq` and says whether it moved. One statement compares and writes, so of two
 * readers at once the farther one wins.
 */
export async function advanceReadSeq(tx: Tx, accountId: number, conversationId: number, authorId: number, seq: number): Promise<boolean> {
  const changed = await tx.run(
    `update participants set last_read_seq = $4
     where account_id = $1 and conversation_id = $2 and author_id = $3 and left_at is null and last_read_seq < $4`,
    [accountId, conversationId, authorId, seq],
  )
  return changed > 0
}

export async function findParticipant(
  db: Db,
  accountId: number,
  conversationId: number,
  authorId: number,
): Promise<Participant | undefined> {
  const row = await db.one<Row>(`select ${columns} from participants where account_id = $1 and conversation_id = $2 and author_id = $3`, [
    accountId,
    conversationId,
    authorId,
  ])
  return row && toParticipant(row)
}

/** Everybody who is or was in one of these conversations, by conversation and time of joining. */
export async function listParticipants(db: Db, accountId: number, conversationIds: readonly number[]): Promise<Participant[]> {
  const rows = await db.all<Row>(
    `select ${columns} from participants where account_id = $1 and conversation_id = any($2) order by conversation_id, joined_at, author_id`,
    [accountId, conversationIds],
  )
  return rows.map(toParticipant)
}

/** The participant rows of some authors in some conversations, for a batch of sends. */
export function findParticipants(
  db: Db,
  accountId: number,
  conversationIds: readonly number[],
  authorIds: readonly number[],
): Promise<Participant[]> {
  return readParticipants(db, accountId, conversationIds, authorIds, '')
}

/** The same, to be written back as a whole: whoever reads meanwhile moves a read position without the conversation’s lock. */
export function lockParticipants(
  tx: Tx,
  accountId: number,
  conversationIds: readonly number[],
  authorIds: readonly number[],
): Promise<Participant[]> {
  return readParticipants(tx, accountId, conversationIds, authorIds, ` order by conversation_id, author_id${forUpdate(tx)}`)
}

async function readParticipants(
  db: Db,
  accountId: number,
  conversationIds: readonly number[],
  authorIds: readonly number[],
  lock: string,
): Promise<Participant[]> {
  const rows = await db.all<Row>(
    `select ${columns} from participants where account_id = $1 and conversation_id = any($2) and author_id = any($3)${lock}`,
    [accountId, conversationIds, authorIds],
  )
  return rows.map(toParticipant)
}

function toRow(p: Participant): Value[] {
  return [p.accountId, p.conversationId, p.authorId, p.authorKind, p.role, p.joinedAt, p.leftAt, p.lastReadSeq]
}

function toParticipant(row: Row): Participant {
  return {
    accountId: row.account_id,
    conversationId: row.conversation_id,
    authorId: row.author_id,
    authorKind: row.author_kind,
    role: row.role,
    joinedAt: row.joined_at,
    leftAt: row.left_at,
    lastReadSeq: row.last_read_seq,
  }
}
