import type { Contact } from '../../model/author.ts'
import type { Channel } from '../../model/channel.ts'
import type { Tx } from '../../storage/db.ts'
import { listContactChannels, updateContactChannel } from '../../storage/queries/channels.ts'
import { findContactBy, findContacts } from '../../storage/queries/people/contacts.ts'
import { hasPassword } from '../../storage/queries/people/passwords.ts'
import { revokeSessionsOf } from '../../storage/queries/people/tokens.ts'
import { ensureContactChannel } from '../channels/ensure-contact-channel.ts'
import { createContact } from '../contacts/create-contact.ts'
import { mergeContacts } from '../contacts/merge-contacts.ts'
import { updateContact } from '../contacts/update-contact.ts'
import type { Ctx } from '../context.ts'
import { forgetTokensAfter } from '../tokens/forget-tokens.ts'

/**
 * The contact with an identifier that a visitor has proven to be theirs; a new one where there is none. Whoever was a stranger until now (`own`) takes along what they wrote: they become that
 * contact, or get the identifier, and what they had as a stranger is good no longer. Somebody else's identifier on the same machine takes nothing of anybody.
 */
export async function identifyVisitor(
  ctx: Ctx,
  tx: Tx,
  channel: Channel,
  { identifier, own }: { identifier: string; own: Contact | undefined },
): Promise<Contact> {
  const known = await findContactBy(tx, ctx.accountId, 'identifier', identifier)
  const contact = await become(ctx, tx, channel, { identifier, own, known })
  const link = await ensureContactChannel(ctx, tx, { channelId: channel.id, contactId: contact.id })
  if (!link.verified) await updateContactChannel(tx, { ...link, verified: true })
  return contact
}

async function become(
  ctx: Ctx,
  tx: Tx,
  channel: Channel,
  { identifier, own, known }: { identifier: string; own: Contact | undefined; known: Contact | undefined },
): Promise<Contact> {
  if (own && own.id === known?.id) return known
  const stranger = own && (await isStranger(ctx, tx, channel, own)) ? own : undefined
  if (stranger) await endVisits(ctx, tx, stranger.id)
  if (!known) return stranger ? updateContact(ctx, tx, stranger.id, { identifier }) : createContact(ctx, tx, { identifier })
  if (!stranger) return known
  // A stranger is linked to this channel alone, where no conversation is told apart by source ids.
  const merged = await mergeContacts(ctx, tx, { baseId: known.id, mergedId: stranger.id }, ({ extra }) => extra)
  return (await findContacts(tx, ctx.accountId, [merged.id]))[0] ?? merged
}

/** Whether nobody knows a contact but by this channel, and under no identifier: then they are who they prove to be. */
async function isStranger({ accountId }: Ctx, tx: Tx, channel: Channel, { id, identifier, blocked }: Contact): Promise<boolean> {
  if (identifier !== null || blocked || (await hasPassword(tx, accountId, id))) return false
  return (await listContactChannels(tx, accountId, [id])).every((link) => link.channelId === channel.id)
}

/** Whoever sat at this machine before may know a stranger's token, and is not to see by it what somebody proven says from now on. */
async function endVisits({ core, accountId }: Ctx, tx: Tx, contactId: number): Promise<void> {
  await revokeSessionsOf(tx, accountId, contactId, core.now())
  forgetTokensAfter(tx, core, ({ author, familyId }) => author.id === contactId && familyId !== null)
}
