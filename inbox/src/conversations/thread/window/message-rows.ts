import type { Message } from '../../../api/wire.ts'
import type { OutboxEntry } from '../../composer/outbox.ts'

/** What stands above a row: the day it is the first of, and the line before what is new. */
type Above = { day: string | null; isFirstNew: boolean }

/**
 * One line of the list: a message, or one that is on its way. A run is what one author says in one go: its first row shows who speaks, its last one how far it has come.
 */
export type Row = Above & { key: string; startsRun: boolean; endsRun: boolean } & (
    | { kind: 'message'; message: Message; seenBy: readonly Seer[] }
    | { kind: 'activity'; message: Message; seenBy: readonly Seer[] }
    | { kind: 'pending'; entry: OutboxEntry }
  )

/** Somebody whose reading has come to a row. */
export type Seer = { kind: string; id: number; name: string | null }

/** A run ends where its author was silent for longer. */
const RUN_MS = 5 * 60_000

export type RowFacts = {
  messages: readonly Message[]
  pending: readonly OutboxEntry[]
  me: { id: number }
  /** The first seq that was new when the conversation was opened; none where nothing was. */
  firstNewSeq: number | null
  /** Up to which seq each of the others has read. */
  readers: readonly (Seer & { lastReadSeq: number })[]
  /** Keys of rows that were on their way and have become messages, by id: the row stays the same one. */
  keys: ReadonlyMap<number, string>
  /** The day of a time, in the reader's time zone. */
  dayOf: (time: string) => string
}

/** The rows of a conversation, oldest first. Pure. */
export function toRows(facts: RowFacts): Row[] {
  const seers = placeSeers(facts)
  const rows: Row[] = []
  let day = ''
  let isNewShown = false
  for (const message of facts.messages) {
    const today = facts.dayOf(message.createdAt)
    const isFirstNew: boolean = !isNewShown && facts.firstNewSeq !== null && message.seq >= facts.firstNewSeq
    isNewShown ||= isFirstNew
    const above = { day: today === day ? null : today, isFirstNew }
    day = today
    const key = facts.keys.get(message.id) ?? String(message.id)
    const kind = isActivity(message) ? 'activity' : 'message'
    const seenBy = seers.get(message.seq) ?? []
    push(rows, { ...above, key, kind, message, seenBy, startsRun: true, endsRun: true })
  }
  for (const entry of facts.pending) {
    const today = facts.dayOf(entry.createdAt)
    push(rows, {
      day: today === day ? null : today,
      isFirstNew: false,
      key: entry.key,
      kind: 'pending',
      entry,
      startsRun: true,
      endsRun: true,
    })
    day = today
  }
  return rows

  function push(to: Row[], row: Row): void {
    const before = to.at(-1)
    if (before && continues(before, row, facts.me)) {
      before.endsRun = false
      row.startsRun = false
    }
    to.push(row)
  }
}

/** A sentence that Parley itself wrote about a change of the conversation. */
export function isActivity({ direction, author }: Message): boolean {
  return direction === 'system' && author.kind === 'system'
}

function continues(before: Row, row: Row, me: { id: number }): boolean {
  if (row.day !== null || row.isFirstNew || before.kind === 'activity' || row.kind === 'activity') return false
  const [one, other] = [speech(before, me), speech(row, me)]
  const isAnswer = row.kind === 'message' ? row.message.parentId !== null : row.entry.parent !== null
  return !isAnswer && one.who === other.who && Date.parse(other.at) - Date.parse(one.at) < RUN_MS
}

/** Who speaks and to whom: what a member notes for the team is no part of what they say to the customer. */
function speech(row: Row, me: { id: number }): { who: string; at: string } {
  if (row.kind === 'pending') return { who: `member:${me.id}:outbound:${row.entry.private}`, at: row.entry.createdAt }
  const { author, direction, createdAt } = row.message
  return { who: `${author.kind}:${author.id}:${direction}:${row.message.private}`, at: createdAt }
}

/** By seq of a shown message, who has read up to there and no further. Whoever wrote the message, and whoever reads this, is left out. */
function placeSeers({ messages, readers, me }: RowFacts): Map<number, Seer[]> {
  const placed = new Map<number, Seer[]>()
  const first = messages[0]?.seq ?? Number.POSITIVE_INFINITY
  for (const { lastReadSeq, ...seer } of readers) {
    if (seer.id === me.id || lastReadSeq < first) continue
    const message = messages.findLast(({ seq }) => seq <= lastReadSeq)
    if (!message || message.author.id === seer.id) continue
    placed.set(message.seq, [...(placed.get(message.seq) ?? []), seer])
  }
  return placed
}
