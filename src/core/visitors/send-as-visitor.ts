import type { Contact } from '../../model/author.ts'
import type { Channel } from '../../model/channel.ts'
import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Message, NewMessage } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import { findContacts, lockContacts } from '../../storage/queries/people/contacts.ts'
import { ensureContactChannel } from '../channels/ensure-contact-channel.ts'
import { createContact } from '../contacts/create-contact.ts'
import { updateContact } from '../contacts/update-contact.ts'
import type { Ctx } from '../context.ts'
import { createConversation } from '../conversations/create-conversation.ts'
import { sendWithin } from '../messages/send-within.ts'
import { lockVisitor, type Visitor } from './find-visitor.ts'
import { findVisitorsConversation } from './find-visitors-conversation.ts'
import { readProfile, type VisitorProfile } from './visitor-profile.ts'
import { createVisitorToken, renewVisitorToken } from './visitor-token.ts'

export type VisitorMessage = Omit<NewMessage, 'to' | 'by' | 'direction' | 'private'>
/** `ctx` is the contact's from here on. */
export type SentAsVisitor = { ctx: Ctx; expiresAt: number; contact: Contact; conversation: Conversation; message: Message }

/**
 * A visitor writes. Their first word makes them a contact, their secret a token, and begins the conversation, all in one transaction; every other goes where the one before went.
 * Refuses with `token_invalid` a secret that is good no more, with `not_allowed` a blocked contact who begins anew, and as `sendMessages` does.
 */
export async function sendAsVisitor(
  ctx: Ctx,
  tx: Tx,
  channel: Channel,
  { secret, profile, message }: { secret: string; profile: VisitorProfile; message: VisitorMessage },
): Promise<SentAsVisitor> {
  const known = await lockVisitor(ctx.core, tx, channel, secret)
  if (!known) throw new AppError('token_invalid')
  const { contact, expiresAt } = await enter(ctx, tx, channel, known, profile)
  const asContact: Ctx = { ...ctx, actor: { kind: 'contact', id: contact.id } }
  const { id } = await findOrBegin(asContact, tx, channel, contact)
  const sent = await sendWithin(asContact, tx, [{ ...message, to: { id }, by: asContact.actor, direction: 'inbound', private: false }])
  const conversation = sent.conversations.get(id)
  const [first] = sent.messages
  if (!conversation || !first) throw new AppError('conversation_not_found')
  return { ctx: asContact, expiresAt, contact, conversation, message: first }
}

async function enter(ctx: Ctx, tx: Tx, channel: Channel, { token, secret }: Visitor, said: VisitorProfile) {
  const { core, accountId } = ctx
  if (token) {
    const [before] = await findContacts(tx, accountId, [token.author.id])
    if (!before) throw new AppError('token_invalid')
    const input = await readProfile(tx, accountId, said, { contact: before, proven: false })
    const contact = await updateContact({ ...ctx, actor: token.author }, tx, before.id, input)
    return { contact, expiresAt: await renewVisitorToken(core, tx, token) }
  }
  const contact = await createContact(ctx, tx, await readProfile(tx, accountId, said, { contact: undefined, proven: false }))
  await ensureContactChannel(ctx, tx, { channelId: channel.id, contactId: contact.id })
  const made = await createVisitorToken(core, tx, { channel, contactId: contact.id, secret })
  return { contact, expiresAt: made.token.expiresAt ?? 0 }
}

async function findOrBegin(ctx: Ctx, tx: Tx, channel: Channel, contact: Contact): Promise<Conversation> {
  const present = await findVisitorsConversation(tx, channel, contact)
  if (present) return present
  // Locked, so that of two at once the later one finds what the first has begun.
  await lockContacts(tx, ctx.accountId, [contact.id])
  const since = await findVisitorsConversation(tx, channel, contact)
  if (since) return since
  if (contact.blocked) throw new AppError('not_allowed', { message: 'You are not allowed to begin a conversation.' })
  return createConversation(ctx, tx, { channelId: channel.id, contactId: contact.id })
}
