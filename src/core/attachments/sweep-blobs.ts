import { condemnLooseBlobs, deleteCondemnedBlobs, findLooseBlobs, listLooseBlobs } from '../../storage/queries/messages/loose-blobs.ts'
import type { Core } from '../context.ts'

const HOUR = 3_600_000_000
/** Far longer than any request takes, and than clocks of several processes differ. */
const UPLOAD_HOURS = 24
/** So many are taken on at once. */
const STEP = 50

/**
 * Removes what was left behind: blobs of uploads that came to no message within a day, because a process ended in between, the bytes of deleted files that could not be
 * removed at once, and what never came in whole. Says how many went.
 */
export async function sweepBlobs(core: Core, isStopped: () => boolean): Promise<number> {
  const before = core.now() - UPLOAD_HOURS * HOUR
  let swept = await core.blobs.sweepReceived(new Date(before / 1000))
  while (!isStopped()) {
    const found = await listLooseBlobs(core.store, before, STEP)
    for (const [accountId, blobs] of Map.groupBy(found, (one) => one.accountId)) {
      const keys = blobs.map((one) => one.key)
      await removeLoose(core, accountId, keys)
    }
    swept += found.length
    if (found.length < STEP) break
  }
  return swept
}

/** Removes those of these blobs that no message names, as far as that is possible just now; the sweep sees to the rest. */
export async function removeUnnamed(core: Core, accountId: number, keys: readonly string[]): Promise<void> {
  try {
    for (let at = 0; at < keys.length; at += STEP) {
      const loose = await findLooseBlobs(core.store, accountId, keys.slice(at, at + STEP))
      if (loose.length > 0) await removeLoose(core, accountId, loose)
    }
  } catch {
    // Whether they were needed is decided and written down; only the bytes are still there.
  }
}

/** First nobody can name them any more, then their bytes go, then what was noted of them: whatever fails in between is found again. */
async function removeLoose(core: Core, accountId: number, keys: readonly string[]): Promise<void> {
  const condemned = await core.store.tx(async (tx) => {
    await condemnLooseBlobs(tx, accountId, keys)
    // A message may have come to name some of them meanwhile.
    return findLooseBlobs(tx, accountId, keys)
  })
  const removals = await Promise.allSettled(condemned.map((key) => core.blobs.remove(key)))
  const gone = condemned.filter((_key, index) => removals[index]?.status === 'fulfilled')
  await core.store.tx((tx) => deleteCondemnedBlobs(tx, accountId, gone))
  for (const removal of removals) if (removal.status === 'rejected') throw removal.reason
}
