import { blobKeysOf, type NewAttachment } from '../../model/attachment.ts'
import { AppError } from '../../model/errors.ts'
import { listAttachmentsOf } from '../../storage/queries/attachments.ts'
import type { Ctx } from '../context.ts'
import type { Sent } from '../messages/decide-sends.ts'
import { type FileInput, storeAttachment } from './store-attachment.ts'

/** Stored files on their way into messages. `note` is told, by the send's `render`, which messages came of it. */
export type Stored = { attachments: NewAttachment[]; note: (sent: Pick<Sent, 'messages'>) => void }

/**
 * Stores files, lets `send` name them in messages, and removes again the bytes that no message came to name: the send was refused, or it repeated an
 * earlier one and got that one's answer. Bytes stay when the store failed, because the messages may be durable nevertheless.
 */
export async function withAttachments<T>(ctx: Ctx, files: readonly FileInput[], send: (stored: Stored) => Promise<T>): Promise<T> {
  if (files.length === 0) return send({ attachments: [], note: () => {} })
  const attachments: NewAttachment[] = []
  const messageIds = new Set<number>()
  const note: Stored['note'] = ({ messages }) => {
    for (const message of messages) messageIds.add(message.id)
  }
  try {
    for (const file of files) attachments.push(await storeAttachment(ctx.core, file))
    const answer = await send({ attachments, note })
    // A note may come from an attempt that was rolled back, so what is in the store decides.
    const named = await listAttachmentsOf(ctx.core.store, ctx.accountId, [...messageIds])
    const kept = new Set(named.map((file) => file.blobKey))
    await removeBlobs(
      ctx,
      attachments.filter((file) => !kept.has(file.blobKey)),
    )
    return answer
  } catch (error) {
    if (error instanceof AppError && error.kind !== 'unavailable' && error.kind !== 'bug') await removeBlobs(ctx, attachments)
    throw error
  }
}

async function removeBlobs(ctx: Ctx, files: readonly NewAttachment[]): Promise<void> {
  for (const key of files.flatMap(blobKeysOf)) await ctx.core.blobs.remove(key)
}
