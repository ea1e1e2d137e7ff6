import { randomUUID } from 'node:crypto'
import type { ContactChannel } from '../../model/channel.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { findContactChannel, insertContactChannel, listContactChannels } from '../../storage/queries/channels.ts'
import type { Ctx } from '../context.ts'

/**
 * The link between a contact and a channel, made when there is none yet. With `sourceId` it is that very link; a source id that belongs to another contact is
 * refused with `source_id_taken`.
 */
export async function ensureContactChannel(
  ctx: Ctx,
  tx: Tx,
  input: { channelId: number; contactId: number; sourceId?: string; verified?: boolean },
): Promise<ContactChannel> {
  const { accountId } = ctx
  if (input.sourceId !== undefined) {
    const taken = await findContactChannel(tx, accountId, input.channelId, input.sourceId)
    if (taken && taken.contactId !== input.contactId) throw new AppError('source_id_taken', { field: 'source_id' })
    if (taken) return taken
  } else {
    const links = await listContactChannels(tx, accountId, [input.contactId])
    const present = links.find((link) => link.channelId === input.channelId)
    if (present) return present
  }
  const link: ContactChannel = {
    accountId,
    channelId: input.channelId,
    contactId: input.contactId,
    sourceId: input.sourceId ?? randomUUID(),
    verified: input.verified ?? false,
    createdAt: ctx.core.now(),
  }
  await insertContactChannel(tx, link)
  return link
}
