import { setImmediate } from 'node:timers/promises'
import { freeSearchIndex } from '../../storage/queries/messages/search.ts'
import type { Core } from '../context.ts'

/** Frees what the embedded index still holds of many messages that are gone, in short transactions that leave room for sends. */
export async function tidyIndex({ store }: Core, isStopped: () => boolean): Promise<void> {
  while (!isStopped() && (await store.tx(freeSearchIndex))) await setImmediate()
}
