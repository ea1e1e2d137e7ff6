import { type Erasure, NOTHING_ERASED } from '../../model/erasure.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { listContactChannels } from '../../storage/queries/channels.ts'
import { findOpenErasure, insertErasure } from '../../storage/queries/erasure/erasures.ts'
import { describeConversations } from '../../storage/queries/erasure/traces.ts'
import { listConversationIdsOf } from '../../storage/queries/people/contact-merge.ts'
import { lockContacts } from '../../storage/queries/people/contacts.ts'
import { deleteContact } from '../contacts/delete-contact.ts'
import type { Ctx } from '../context.ts'
import { seekPosition } from '../events/seek-position.ts'

/** How far an event may stand before an earlier one in the log. */
const SLACK_US = 60_000_000
/** Shorter words are in everything. */
const MIN_WORD = 3

/**
 * Deletes a contact at once, and writes down that everything else that is kept of them is to go, too; the steps of `continueErasure` do that. Asked for again it gives the erasure that is under way. It can also be
 * asked for once a contact has been deleted, as long as there are conversations of theirs. Refuses with `contact_not_found`.
 */
export async function beginErasure(ctx: Ctx, tx: Tx, contactId: number): Promise<Erasure> {
  const { core, accountId } = ctx
  const [contact] = await lockContacts(tx, accountId, [contactId])
  const open = await findOpenErasure(tx, accountId, contactId)
  if (open) return open
  const conversationIds = await listConversationIdsOf(tx, accountId, contactId)
  if (!contact && conversationIds.length === 0) throw new AppError('contact_not_found')
  const { subjects, oldestAt } = await describeConversations(tx, accountId, conversationIds)
  const links = (await listContactChannels(tx, accountId, [contactId])).map((link) => link.sourceId)
  const own = contact ? [contact.name, contact.email, contact.phone, contact.identifier, contact.avatarUrl] : []
  const now = core.now()
  const oldest = Math.min(contact?.createdAt ?? now, oldestAt ?? now)
  const [id] = (await tx.takeIds(1)) as [number]
  const erasure: Erasure = {
    id,
    accountId,
    contactId,
    actor: ctx.actor,
    phase: 'conversations',
    place: null,
    logFrom: await seekPosition(tx, accountId, oldest - SLACK_US),
    words: chooseWords([...own, ...links, ...subjects]),
    counts: NOTHING_ERASED,
    createdAt: now,
    finishedAt: null,
  }
  await insertErasure(tx, erasure)
  // Last, because it records what happened.
  if (contact) await deleteContact(ctx, tx, contactId)
  return erasure
}

/** By which traces are found where no id leads to them. Pure. */
function chooseWords(words: readonly (string | null)[]): string[] {
  return [...new Set(words.filter((word): word is string => word !== null && word.length >= MIN_WORD))]
}
