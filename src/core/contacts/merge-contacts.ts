import type { Contact } from '../../model/author.ts'
import type { ContactChannel } from '../../model/channel.ts'
import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Tx } from '../../storage/db.ts'
import { listContactChannels } from '../../storage/queries/channels.ts'
import { lockConversations, updateConversations } from '../../storage/queries/conversations/conversations.ts'
import { lockParticipants } from '../../storage/queries/conversations/participants.ts'
import {
  handOverPassword,
  listConversationIdsOf,
  type Merge,
  moveLinks,
  moveMessages,
  moveNotices,
  moveParticipants,
} from '../../storage/queries/people/contact-merge.ts'
import { deleteContact, lockContacts, updateContact } from '../../storage/queries/people/contacts.ts'
import type { Ctx } from '../context.ts'
import { forgetAfter } from '../conversations/recent.ts'
import { changes, conversationEvent, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { forgetPassword } from '../sessions/set-password.ts'
import { forgetContact } from './delete-contact.ts'

/**
 * Says what a conversation keeps of the contact's links before the links of two contacts become one's; `links` are its contact's in its channel, the
 * oldest first.
 */
export type ExtraOf = (conversation: Conversation, links: readonly ContactChannel[]) => JsonObject

/**
 * Makes two contacts one. The base keeps what it has and takes what it lacks; conversations, messages, places in conversations, links to channels and
 * tokens of the merged one are the base's from now on, and the merged one is gone. Refuses with `contact_not_found`.
 */
export async function mergeContacts(ctx: Ctx, tx: Tx, ids: { baseId: number; mergedId: number }, extraOf: ExtraOf): Promise<Contact> {
  const { accountId, core, actor } = ctx
  const merge: Merge = { accountId, ...ids }
  const { conversations, contacts } = await lockBoth(tx, merge)
  const base = contacts.find((one) => one.id === ids.baseId)
  const merged = contacts.find((one) => one.id === ids.mergedId)
  if (!base || !merged) throw new AppError('contact_not_found')
  if (base.id === merged.id) return base
  const now = core.now()
  const links = await listContactChannels(tx, accountId, [base.id, merged.id])
  await updateConversations(
    tx,
    conversations.map((one) => moveConversation(one, merge, links, extraOf)),
  )
  const conversationIds = conversations.map((one) => one.id)
  await moveMessages(tx, merge, conversationIds)
  const people = await lockParticipants(tx, accountId, conversationIds, [base.id, merged.id])
  await moveParticipants(tx, merge, {
    merged: people.filter((one) => one.authorId === merged.id),
    present: people.filter((one) => one.authorId === base.id),
  })
  if (base.email === null) await handOverPassword(tx, merge)
  else await forgetPassword(tx, accountId, merged.id)
  await moveLinks(tx, merge)
  await moveNotices(tx, merge)
  await deleteContact(tx, accountId, merged.id)
  const { after, fields } = absorb(base, merged, now)
  await updateContact(tx, after)
  for (const { id } of conversations) forgetAfter(tx, core.recent, id)
  for (const id of [base.id, merged.id]) forgetContact(ctx, tx, id)
  await recordEvents(tx, accountId, now, [
    ...(fields.length > 0 ? [subjectEvent('contact.updated', base.id, actor, { fields })] : []),
    ...conversations.flatMap((one): NewEvent[] =>
      one.contactId === merged.id ? [conversationEvent('conversation.updated', one.id, actor, { contactId: [merged.id, base.id] })] : [],
    ),
    subjectEvent('contact.merged', base.id, actor, { mergedId: merged.id }),
    subjectEvent('contact.deleted', merged.id, actor),
  ])
  return after
}

/** Locks the conversations of either contact, those in which either takes part, and both contacts. */
async function lockBoth(tx: Tx, merge: Merge): Promise<{ conversations: Conversation[]; contacts: Contact[] }> {
  const { accountId, baseId, mergedId } = merge
  const refs = await listRefs(tx, merge)
  const conversations = await lockConversations(tx, accountId, refs)
  const contacts = await lockContacts(tx, accountId, [baseId, mergedId])
  // One may have begun meanwhile; from here on none does.
  const since = await listRefs(tx, merge)
  const isSame = since.length === conversations.length
  return { conversations: isSame ? conversations : await lockConversations(tx, accountId, since), contacts }
}

async function listRefs(tx: Tx, { accountId, baseId, mergedId }: Merge): Promise<{ id: number }[]> {
  const ids = [...(await listConversationIdsOf(tx, accountId, baseId)), ...(await listConversationIdsOf(tx, accountId, mergedId))]
  return [...new Set(ids)].map((id) => ({ id }))
}

/** The conversation as the merge leaves it. One that stays as it is gets its next revision as well: who takes part has changed, and who wrote. */
function moveConversation(
  conversation: Conversation,
  { baseId, mergedId }: Merge,
  links: readonly ContactChannel[],
  extraOf: ExtraOf,
): Conversation {
  const { contactId, channelId } = conversation
  if (contactId !== baseId && contactId !== mergedId) return conversation
  const own = links.filter((link) => link.contactId === contactId && link.channelId === channelId)
  return { ...conversation, contactId: baseId, extra: extraOf(conversation, own) }
}

const FIELDS = ['name', 'email', 'phone', 'identifier', 'avatarUrl', 'attributes', 'additional', 'labels'] as const

function absorb(base: Contact, merged: Contact, now: number): { after: Contact; fields: string[] } {
  const after: Contact = {
    ...base,
    name: base.name ?? merged.name,
    email: base.email ?? merged.email,
    phone: base.phone ?? merged.phone,
    identifier: base.identifier ?? merged.identifier,
    avatarUrl: base.avatarUrl ?? merged.avatarUrl,
    attributes: { ...merged.attributes, ...base.attributes },
    additional: { ...merged.additional, ...base.additional },
    labels: [...new Set([...base.labels, ...merged.labels])],
    lastActivityAt: Math.max(base.lastActivityAt ?? 0, merged.lastActivityAt ?? 0) || null,
    updatedAt: now,
  }
  return { after, fields: Object.keys(changes(base, after, FIELDS) ?? {}) }
}
