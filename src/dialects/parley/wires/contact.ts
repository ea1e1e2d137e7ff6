import { type Static, Type } from 'typebox'
import type { Contact } from '../../../model/author.ts'
import { Attributes, Email, Id, Nullable, Text, Time, toWireTime, toWireTimeOrNull, Url } from '../wire.ts'

export const WireContact = Type.Object({
  id: Id,
  name: Nullable(Type.String()),
  email: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  identifier: Nullable(Type.String({ description: 'The business’s own id for them, unique in the account' })),
  avatarUrl: Nullable(Type.String()),
  blocked: Type.Boolean(),
  attributes: Attributes,
  additional: Attributes,
  labels: Type.Array(Type.String()),
  createdAt: Time,
  updatedAt: Time,
  lastActivityAt: Nullable(Time),
})

/** Every field of a contact that may be written. On a change, objects are merged key by key and labels replaced. */
export const ContactFields = {
  name: Type.Optional(Nullable(Text(255))),
  email: Type.Optional(Nullable(Email)),
  phone: Type.Optional(Nullable(Text(64))),
  identifier: Type.Optional(Nullable(Text(255))),
  avatarUrl: Type.Optional(Nullable(Url)),
  blocked: Type.Optional(Type.Boolean()),
  attributes: Type.Optional(Attributes),
  additional: Type.Optional(Attributes),
  labels: Type.Optional(Type.Array(Text(100, { minLength: 1 }), { maxItems: 100 })),
}

export function toWireContact(contact: Contact): Static<typeof WireContact> {
  return {
    id: contact.id,
    name: contact.name,
    email: contact.email,
    phone: contact.phone,
    identifier: contact.identifier,
    avatarUrl: contact.avatarUrl,
    blocked: contact.blocked,
    attributes: contact.attributes,
    additional: contact.additional,
    labels: contact.labels,
    createdAt: toWireTime(contact.createdAt),
    updatedAt: toWireTime(contact.updatedAt),
    lastActivityAt: toWireTimeOrNull(contact.lastActivityAt),
  }
}
