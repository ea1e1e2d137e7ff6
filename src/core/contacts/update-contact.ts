import type { Contact } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { raiseRevisionsOf } from '../../storage/queries/conversations/conversations.ts'
import { findContacts, lockContacts, updateContact as writeContact } from '../../storage/queries/people/contacts.ts'
import type { Ctx } from '../context.ts'
import { forgetAfter } from '../conversations/recent.ts'
import { changes, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { renamePassword } from '../sessions/set-password.ts'
import { type ContactInput, checkUnique } from './create-contact.ts'

const FIELDS = ['name', 'email', 'phone', 'identifier', 'avatarUrl', 'blocked', 'attributes', 'additional', 'labels'] as const

/** What a contact's attributes may have of JSON, in characters, all together: they are merged, and a visitor who adds to them without end needs no credential. */
const MAX_ATTRIBUTES_LENGTH = 1024 * 1024

/** Only what is given changes; attribute objects are merged key by key, labels replaced. Refuses with `contact_not_found`, `body_invalid` (more attributes than a contact may have) and as `createContact` does. */
export async function updateContact(ctx: Ctx, tx: Tx, id: number, input: ContactInput): Promise<Contact> {
  if (input.blocked !== undefined) await raiseWhereBlocked(ctx, tx, id, input.blocked)
  const [before] = await lockContacts(tx, ctx.accountId, [id])
  if (!before) throw new AppError('contact_not_found')
  const now = ctx.core.now()
  const after: Contact = {
    ...before,
    attributes: { ...before.attributes, ...input.attributes },
    additional: { ...before.additional, ...input.additional },
  }
  if (input.name !== undefined) after.name = input.name || null
  if (input.email !== undefined) after.email = input.email?.trim() || null
  if (input.phone !== undefined) after.phone = input.phone || null
  if (input.identifier !== undefined) after.identifier = input.identifier || null
  if (input.avatarUrl !== undefined) after.avatarUrl = input.avatarUrl || null
  if (input.blocked !== undefined) after.blocked = input.blocked
  if (input.labels !== undefined) after.labels = [...new Set(input.labels)]
  if (input.attributes || input.additional) checkAttributes(before, after)
  const changed = changes(before, after, FIELDS)
  if (!changed) return before
  await checkUnique(tx, after)
  after.updatedAt = now
  await writeContact(tx, after)
  if (after.email !== before.email) await renamePassword(tx, ctx.accountId, id, after.email)
  tx.afterCommit(() => ctx.core.authors.delete(id))
  // The log names the fields, not their values: an erased person must not live on in it.
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('contact.updated', id, ctx.actor, { fields: Object.keys(changed) })])
  return after
}

/** What is too much already may become less. */
function checkAttributes(before: Contact, after: Contact): void {
  const lengthOf = ({ attributes, additional }: Contact) => JSON.stringify(attributes).length + JSON.stringify(additional).length
  const length = lengthOf(after)
  if (length <= MAX_ATTRIBUTES_LENGTH || length <= lengthOf(before)) return
  throw new AppError('body_invalid', { message: `A contact’s attributes have at most ${MAX_ATTRIBUTES_LENGTH} characters of JSON.` })
}

/** Whether a contact is blocked decides what their messages do. Conversations are locked before their contact, as sends lock them. */
async function raiseWhereBlocked(ctx: Ctx, tx: Tx, id: number, blocked: boolean): Promise<void> {
  const [contact] = await findContacts(tx, ctx.accountId, [id])
  if (!contact || contact.blocked === blocked) return
  for (const conversationId of await raiseRevisionsOf(tx, ctx.accountId, id)) forgetAfter(tx, ctx.core.recent, conversationId)
}
