import { blobKeysOf } from '../../model/attachment.ts'
import type { Tx } from '../../storage/db.ts'
import { deleteAttachmentsOf, listAttachmentsOf } from '../../storage/queries/messages/attachments.ts'
import { insertCondemnedBlobs } from '../../storage/queries/messages/loose-blobs.ts'
import type { Ctx } from '../context.ts'
import { removeUnnamed } from './sweep-blobs.ts'

/** Takes the files of messages away: their rows in this transaction, their bytes once it is durable. Says how many they were. */
export async function dropFiles(ctx: Ctx, tx: Tx, messageIds: readonly number[]): Promise<number> {
  const files = await listAttachmentsOf(tx, ctx.accountId, messageIds)
  await deleteAttachmentsOf(tx, ctx.accountId, messageIds)
  await dropBlobs(ctx, tx, files.flatMap(blobKeysOf))
  return files.length
}

/** The same for blobs of files whose rows this transaction has deleted already. */
export async function dropBlobs(ctx: Ctx, tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await insertCondemnedBlobs(tx, ctx.accountId, keys)
  tx.afterCommit(() => void removeUnnamed(ctx.core, ctx.accountId, keys))
}
