import type { Ctx } from '../../../core/context.ts'
import type { Contact } from '../../../model/author.ts'
import type { Channel, ContactChannel } from '../../../model/channel.ts'
import { AppError } from '../../../model/errors.ts'
import { seesChannel } from '../../../model/reach.ts'
import type { Db } from '../../../storage/db.ts'
import { findChannel, listChannels, listContactChannels } from '../../../storage/queries/channels.ts'
import { countConversationsOf } from '../../../storage/queries/conversations/conversation-overviews.ts'
import { findContacts } from '../../../storage/queries/people/contacts.ts'
import type { ContactView } from './contact.ts'

/** Contacts with what is shown beside them, with one query per kind of thing. */
export async function loadContactViews(ctx: Ctx, db: Db, contacts: readonly Contact[], links: boolean): Promise<ContactView[]> {
  if (contacts.length === 0) return []
  const ids = contacts.map((one) => one.id)
  const counts = await countConversationsOf(db, ctx.accountId, ids, ctx.reach)
  const found = links ? Map.groupBy(await loadLinks(ctx, db, ids), ({ link }) => link.contactId) : undefined
  return contacts.map((contact) => ({
    contact,
    conversations: counts.get(contact.id) ?? 0,
    isOnline: ctx.core.presence.has(ctx.accountId, contact),
    links: found && (found.get(contact.id) ?? []),
  }))
}

export async function loadContactView(ctx: Ctx, db: Db, contact: Contact, links: boolean): Promise<ContactView> {
  const [view] = await loadContactViews(ctx, db, [contact], links)
  return view as ContactView
}

/** A contact's links to the inboxes that the caller sees: who knows a source id speaks for the contact there. */
export async function loadLinks(ctx: Ctx, db: Db, contactIds: readonly number[]): Promise<{ link: ContactChannel; channel: Channel }[]> {
  const channels = new Map((await listChannels(db, ctx.accountId)).map((one) => [one.id, one]))
  const links = await listContactChannels(db, ctx.accountId, contactIds)
  return links.flatMap((link) => {
    const channel = channels.get(link.channelId)
    return channel && seesChannel(ctx.reach, channel.id) ? [{ link, channel }] : []
  })
}

/** Refuses with `contact_not_found`. */
export async function getContact(ctx: Ctx, db: Db, id: number): Promise<Contact> {
  const [contact] = await findContacts(db, ctx.accountId, [id])
  if (!contact) throw new AppError('contact_not_found')
  return contact
}

/** A channel that the caller sees. Refuses with `channel_not_found`. */
export async function getChannel(ctx: Ctx, db: Db, id: number | undefined): Promise<Channel> {
  const channel = id !== undefined && seesChannel(ctx.reach, id) ? await findChannel(db, ctx.accountId, id) : undefined
  if (!channel) throw new AppError('channel_not_found')
  return channel
}
