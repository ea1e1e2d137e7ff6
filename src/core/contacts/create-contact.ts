import type { Contact } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { findContactBy, insertContact } from '../../storage/queries/people/contacts.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

export type ContactInput = {
  name?: string | null
  email?: string | null
  phone?: string | null
  identifier?: string | null
  avatarUrl?: string | null
  blocked?: boolean
  attributes?: JsonObject
  additional?: JsonObject
  labels?: readonly string[]
}

/** Refuses with `contact_email_taken`, `contact_phone_taken`, `contact_identifier_taken`. Empty strings count as absent. */
export async function createContact(ctx: Ctx, tx: Tx, input: ContactInput): Promise<Contact> {
  const now = ctx.core.now()
  const [id] = await tx.takeIds(1)
  const contact: Contact = {
    kind: 'contact',
    id: id as number,
    accountId: ctx.accountId,
    name: input.name || null,
    email: input.email?.trim() || null,
    phone: input.phone || null,
    identifier: input.identifier || null,
    avatarUrl: input.avatarUrl || null,
    blocked: input.blocked ?? false,
    attributes: input.attributes ?? {},
    additional: input.additional ?? {},
    labels: [...new Set(input.labels ?? [])],
    createdAt: now,
    updatedAt: now,
    lastActivityAt: null,
  }
  await checkUnique(tx, contact)
  await insertContact(tx, contact)
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('contact.created', contact.id, ctx.actor)])
  return contact
}

/** Refuses a contact whose e-mail address, phone number or identifier is another contact's. */
export async function checkUnique(db: Db, contact: Contact): Promise<void> {
  for (const by of ['email', 'phone', 'identifier'] as const) {
    const value = contact[by]
    const other = value === null ? undefined : await findContactBy(db, contact.accountId, by, value)
    if (other && other.id !== contact.id) throw new AppError(`contact_${by}_taken`, { field: by })
  }
}
