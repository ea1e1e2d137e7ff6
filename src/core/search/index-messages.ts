import { isActivity } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { listEvents } from '../../storage/queries/events.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import {
  deleteSearchEntries,
  getSearchPosition,
  lockSearchPosition,
  putSearchEntries,
  type SearchEntry,
  setSearchPosition,
} from '../../storage/queries/messages/search.ts'
import type { Core } from '../context.ts'
import { wordsOf } from './words.ts'

/** Events in one transaction: on the embedded store a few milliseconds in which nothing else happens. */
const STEP = 200

/**
 * Brings an account's full-text index up to its log, in short transactions that leave room for sends. A search calls it first, so it always
 * finds what was acknowledged before it; sends never pay for the index. `mayGoOn` is asked before every step.
 */
export async function indexMessages(core: Core, accountId: number, mayGoOn: () => boolean = () => true): Promise<void> {
  const target = await getPosition(core.store, accountId)
  let position = await getSearchPosition(core.store, accountId)
  while (position < target && mayGoOn()) {
    position = await core.store.tx((tx) => indexStep(tx, accountId))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function indexStep(tx: Tx, accountId: number): Promise<number> {
  const after = await lockSearchPosition(tx, accountId)
  const events = await listEvents(tx, accountId, { after, limit: STEP, notes: true })
  const ids = new Set<number>()
  for (const event of events) if (event.messageId !== null && event.type.startsWith('message.')) ids.add(event.messageId)
  await enterMessages(tx, accountId, [...ids])
  const position = events.at(-1)?.position ?? after
  await setSearchPosition(tx, accountId, position)
  return position
}

/** Enters messages as they are now, or takes out those that have no words any more. */
export async function enterMessages(tx: Tx, accountId: number, ids: readonly number[]): Promise<void> {
  const entries: SearchEntry[] = []
  const wordless: number[] = []
  for (const message of await findMessages(tx, accountId, ids)) {
    const isFound = message.text !== null && message.deletedAt === null && !isActivity(message)
    const words = isFound ? wordsOf(message.text ?? '') : []
    if (words.length > 0) entries.push({ messageId: message.id, words })
    // On PostgreSQL a message may be deleted or edited between a step's read and its commit; the step that meets that event puts the index right.
    else wordless.push(message.id)
  }
  await putSearchEntries(tx, accountId, entries)
  await deleteSearchEntries(tx, accountId, wordless)
}

/** Takes a message's words out of the index in the transaction that deletes or edits it. */
export function removeFromSearch(tx: Tx, accountId: number, messageId: number): Promise<void> {
  return deleteSearchEntries(tx, accountId, [messageId])
}
