import type { ConversationRef } from '../../model/conversation.ts'
import type { Tx } from '../../storage/db.ts'
import { findContacts } from '../../storage/queries/people/contacts.ts'
import { updateContact } from '../contacts/update-contact.ts'
import type { Ctx } from '../context.ts'
import { lockConversation } from './check-reach.ts'
import { updateConversation } from './update-conversation.ts'

/**
 * Resolves a conversation and blocks its contact, whose messages then open nothing again (chatwoot sheet 6.2). What is resolved or archived stays so. Refuses with
 * `conversation_not_found`.
 */
export async function muteConversation(ctx: Ctx, tx: Tx, ref: ConversationRef): Promise<void> {
  const { id, contactId, status } = await lockConversation(ctx, tx, ref)
  const blocks = await setBlocked(ctx, tx, contactId, true)
  const update = status === 'archived' ? {} : { status: 'resolved' as const }
  await updateConversation(ctx, tx, { id }, update, blocks ? (who) => `${who} muted the conversation` : undefined)
}

/** Lets the contact's messages through again; the status stays. Refuses with `conversation_not_found`. */
export async function unmuteConversation(ctx: Ctx, tx: Tx, ref: ConversationRef): Promise<void> {
  const { id, contactId } = await lockConversation(ctx, tx, ref)
  if (await setBlocked(ctx, tx, contactId, false)) await updateConversation(ctx, tx, { id }, {}, (who) => `${who} unmuted the conversation`)
}

/** Says whether that changed anything; a contact who was erased cannot be blocked. */
async function setBlocked(ctx: Ctx, tx: Tx, contactId: number | null, blocked: boolean): Promise<boolean> {
  const [contact] = contactId === null ? [] : await findContacts(tx, ctx.accountId, [contactId])
  if (!contact || contact.blocked === blocked) return false
  await updateContact(ctx, tx, contact.id, { blocked })
  return true
}
