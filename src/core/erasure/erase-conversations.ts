import type { Conversation } from '../../model/conversation.ts'
import type { Erasure } from '../../model/erasure.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { lockConversations, updateConversation } from '../../storage/queries/conversations/conversations.ts'
import { deleteParticipant, listCustomersIn, listFirstMessageIds } from '../../storage/queries/erasure/traces.ts'
import { forgetAnswersShowingAny } from '../../storage/queries/idempotency-keys.ts'
import { findMessages, updateMessage } from '../../storage/queries/messages/messages.ts'
import { deleteSearchEntries } from '../../storage/queries/messages/search.ts'
import { listConversationIdsOf } from '../../storage/queries/people/contact-merge.ts'
import { findOldMessages } from '../../storage/queries/retention/trim-messages.ts'
import { dropFiles } from '../attachments/drop-files.ts'
import type { Ctx } from '../context.ts'
import { takeAway } from '../conversations/delete-conversation.ts'
import { forgetAfter } from '../conversations/recent.ts'
import { conversationEvent, messageEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { emptyMessage } from '../messages/delete-message.ts'
import { removeMessages } from '../retention/remove-messages.ts'
import { TRIM_STEP } from '../retention/trim-messages.ts'
import type { Step } from './continue-erasure.ts'

/**
 * One step through the contact's conversations. One that is theirs alone goes with all that is in it. One in which other customers take part, or of the team's own, is theirs as well: what the contact wrote in it is emptied, and
 * the conversation forgets that they were in it.
 */
export async function eraseConversations(ctx: Ctx, tx: Tx, { contactId }: Erasure): Promise<Step> {
  const { accountId } = ctx
  const [id] = await listConversationIdsOf(tx, accountId, contactId)
  if (id === undefined) return { next: 'done' }
  const [conversation] = await lockConversations(tx, accountId, [{ id }])
  if (!conversation) {
    // Deleted by somebody just now; whatever leads to it is not found again.
    await deleteParticipant(tx, accountId, { conversationId: id, authorId: contactId })
    return { next: null }
  }
  const isShared = !isTheirsAlone(conversation, contactId, await listCustomersIn(tx, accountId, id))
  return isShared ? leaveShared(ctx, tx, conversation, contactId) : takeWhole(ctx, tx, conversation)
}

/** Whether a conversation is a contact's and no other one's. Nobody's is theirs when it began with them; one of the team's own, to which they came later, is not. Pure. */
function isTheirsAlone(conversation: Conversation, contactId: number, customers: readonly { id: number; joinedAt: number }[]): boolean {
  if (customers.some(({ id }) => id !== contactId)) return false
  if (conversation.contactId !== null) return conversation.contactId === contactId
  return customers.some(({ joinedAt }) => joinedAt <= conversation.createdAt)
}

async function takeWhole(ctx: Ctx, tx: Tx, conversation: Conversation): Promise<Step> {
  const { core, accountId } = ctx
  const ids = await listFirstMessageIds(tx, accountId, { conversationId: conversation.id, limit: TRIM_STEP })
  if (ids.length > 0) {
    const { files } = await removeMessages(ctx, tx, [conversation], await findOldMessages(tx, accountId, ids))
    return { counts: { messages: ids.length, files }, next: null }
  }
  await recordEvents(tx, accountId, core.now(), [await takeAway(ctx, tx, conversation)])
  return { counts: { conversations: 1 }, next: null }
}

async function leaveShared(ctx: Ctx, tx: Tx, conversation: Conversation, contactId: number): Promise<Step> {
  const { core, accountId } = ctx
  const ids = await listFirstMessageIds(tx, accountId, { conversationId: conversation.id, limit: TRIM_STEP, contactId })
  const now = core.now()
  forgetAfter(tx, core.recent, conversation.id)
  if (ids.length > 0) {
    const found = await findMessages(tx, accountId, ids)
    // An id of the outside channel may be an address.
    const emptied = found.map((message) => ({ ...emptyMessage(message, message.deletedAt ?? now), sourceId: null }))
    for (const message of emptied) await updateMessage(tx, message)
    const files = await dropFiles(ctx, tx, ids)
    await forgetAnswersShowingAny(tx, accountId, ids)
    await deleteSearchEntries(tx, accountId, ids)
    const fresh = emptied.filter((_, index) => found[index]?.deletedAt === null)
    const publicCount = conversation.publicCount - fresh.filter((message) => !message.private).length
    await updateConversation(tx, { ...conversation, publicCount, updatedAt: now })
    const events = fresh.map((message) => messageEvent('message.deleted', message, ctx.actor))
    await recordEvents(tx, accountId, now, events)
    return { counts: { emptiedMessages: ids.length, files }, next: null }
  }
  const events: NewEvent[] = [
    conversationEvent('participant.removed', conversation.id, ctx.actor, { authorId: contactId, authorKind: 'contact' }),
  ]
  await deleteParticipant(tx, accountId, { conversationId: conversation.id, authorId: contactId })
  if (conversation.contactId === contactId) {
    await updateConversation(tx, { ...conversation, contactId: null, additional: {}, extra: {}, updatedAt: now })
    events.push(conversationEvent('conversation.updated', conversation.id, ctx.actor, { contactId: [contactId, null] }))
  } else await updateConversation(tx, conversation)
  await recordEvents(tx, accountId, now, events)
  return { counts: { sharedConversations: 1 }, next: null }
}
