import type { Tx } from '../../storage/db.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { listEvents } from '../../storage/queries/events.ts'
import { findMessages } from '../../storage/queries/messages.ts'
import {
  deleteSearchEntry,
  getSearchPosition,
  lockSearchPosition,
  putSearchEntries,
  setSearchPosition,
} from '../../storage/queries/search.ts'
import type { Core } from '../context.ts'

const STEP = 500

/**
 * Brings an account's full-text index up to its log, in short transactions that leave room for sends. A search calls it first, so it always
 * finds what was acknowledged before it; sends never pay for the index.
 */
export async function indexMessages(core: Core, accountId: number): Promise<void> {
  const target = await getPosition(core.store, accountId)
  let position = await getSearchPosition(core.store, accountId)
  while (position < target) {
    position = await core.store.tx((tx) => indexStep(tx, accountId))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function indexStep(tx: Tx, accountId: number): Promise<number> {
  const after = await lockSearchPosition(tx, accountId)
  const events = await listEvents(tx, accountId, { after, limit: STEP, notes: true })
  const ids = new Set<number>()
  for (const event of events) {
    if (event.messageId !== null && (event.type === 'message.created' || event.type === 'message.updated')) ids.add(event.messageId)
  }
  const messages = await findMessages(tx, accountId, [...ids])
  const entries = messages.flatMap((message) =>
    message.text && message.deletedAt === null ? [{ messageId: message.id, text: message.text }] : [],
  )
  await putSearchEntries(tx, accountId, entries)
  const position = events.at(-1)?.position ?? after
  await setSearchPosition(tx, accountId, position)
  return position
}

/** Takes a message's words out of the index in the transaction that deletes or edits it. */
export function removeFromSearch(tx: Tx, accountId: number, messageId: number): Promise<void> {
  return deleteSearchEntry(tx, accountId, messageId)
}
