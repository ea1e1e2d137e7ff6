import { randomUUID } from 'node:crypto'
import type { ContactChannel } from '../../model/channel.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { findContactChannel, insertContactChannel, listContactChannels } from '../../storage/queries/channels.ts'
import { lockContacts } from '../../storage/queries/people/contacts.ts'
import type { Ctx } from '../context.ts'

type Wanted = { channelId: number; contactId: number; sourceId?: string }

/**
 * The link between a contact and a channel, made when there is none yet. With `sourceId` it is that very link; a source id that belongs to another contact is
 * refused with `source_id_taken`, a contact who is gone with `contact_not_found`.
 */
export async function ensureContactChannel(ctx: Ctx, tx: Tx, input: Wanted & { verified?: boolean }): Promise<ContactChannel> {
  const { accountId } = ctx
  const known = await findPresent(ctx, tx, input)
  if (known) return known
  // Locked, so that of two at once the later one finds the first's, and a contact who is merged or deleted meanwhile gets none.
  if ((await lockContacts(tx, accountId, [input.contactId])).length === 0) throw new AppError('contact_not_found')
  const since = await findPresent(ctx, tx, input)
  if (since) return since
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

async function findPresent({ accountId }: Ctx, tx: Tx, { channelId, contactId, sourceId }: Wanted): Promise<ContactChannel | undefined> {
  if (sourceId === undefined) return (await listContactChannels(tx, accountId, [contactId])).find((link) => link.channelId === channelId)
  const taken = await findContactChannel(tx, accountId, channelId, sourceId)
  if (taken && taken.contactId !== contactId) throw new AppError('source_id_taken', { field: 'source_id' })
  return taken
}
