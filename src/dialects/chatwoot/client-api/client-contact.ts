import { Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import type { Contact } from '../../../model/author.ts'
import type { ContactChannel } from '../../../model/channel.ts'
import type { Tx } from '../../../storage/db.ts'
import { updateContactChannel } from '../../../storage/queries/channels.ts'
import { findContactBy } from '../../../storage/queries/people/contacts.ts'
import { toPubsubToken } from '../faces/pubsub-token.ts'
import { type ContactBody, ContactFields } from '../inputs/contact-input.ts'
import { TextInput } from '../inputs/inputs.ts'

const { blocked: _, additional_attributes: __, ...Fields } = ContactFields
/** What visitors may say about themselves (chatwoot sheet 9). */
export const SelfInput = Type.Object({ ...Fields, identifier_hash: Type.Optional(TextInput) })
export type Said = ContactBody & { identifier_hash?: string | null; source_id?: string | null }

/** chatwoot sheet 9. */
export const ClientContact = Type.Object({
  source_id: Type.String({ description: 'The secret that stands for the contact in this inbox' }),
  pubsub_token: Type.String({ description: 'Opens the socket' }),
  id: Type.Integer(),
  name: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  phone_number: Type.Union([Type.String(), Type.Null()]),
})

export function toClientContact({ core, accountId }: Ctx, contact: Contact, { channelId, sourceId }: ContactChannel) {
  return {
    source_id: sourceId,
    pubsub_token: toPubsubToken(core, { accountId, authorId: contact.id, channelId, sourceId }),
    id: contact.id,
    name: contact.name ?? '',
    email: contact.email,
    phone_number: contact.phone,
  }
}

/** Whoever has the identifier, else the e-mail address, else the phone number that somebody says is theirs (chatwoot sheet 9). */
export async function matchContact(ctx: Ctx, tx: Tx, said: Said): Promise<Contact | undefined> {
  const keys = { identifier: said.identifier, email: said.email, phone: said.phone_number }
  for (const by of ['identifier', 'email', 'phone'] as const) {
    const value = keys[by]
    const found = value ? await findContactBy(tx, ctx.accountId, by, value) : undefined
    if (found) return found
  }
  return undefined
}

export async function verifyLink(tx: Tx, link: ContactChannel): Promise<void> {
  if (!link.verified) await updateContactChannel(tx, { ...link, verified: true })
}
