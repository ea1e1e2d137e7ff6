import { blobKeysOf, type NewAttachment } from '../../model/attachment.ts'
import { AppError } from '../../model/errors.ts'
import type { Ctx } from '../context.ts'
import { removeUnnamed } from './sweep-blobs.ts'

/**
 * Runs a send that names stored files, and removes the bytes that no message came to name: the send was refused, or it repeated an earlier one and got that one's answer.
 * When the store failed, nobody knows yet whether the message is there; the sweep finds out.
 */
export async function sendWithFiles<T>(ctx: Ctx, files: readonly NewAttachment[], send: () => Promise<T>): Promise<T> {
  if (files.length === 0) return send()
  const keys = files.flatMap(blobKeysOf)
  try {
    const answer = await send()
    await removeUnnamed(ctx.core, ctx.accountId, keys)
    return answer
  } catch (error) {
    if (error instanceof AppError && error.kind !== 'unavailable' && error.kind !== 'bug')
      await removeUnnamed(ctx.core, ctx.accountId, keys)
    throw error
  }
}
