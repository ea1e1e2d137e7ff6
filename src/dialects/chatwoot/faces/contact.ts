import { type TSchema, Type } from 'typebox'
import type { Contact } from '../../../model/author.ts'
import type { Channel, ContactChannel } from '../../../model/channel.ts'
import type { JsonObject } from '../../../model/json.ts'
import { chatwootInbox, digitalInbox, type InboxFace, ndotoInbox } from './inbox.ts'
import { toSeconds, toSecondsOrNull } from './times.ts'

/** A contact with what a vendor shows beside it: `isOnline` while a client of theirs is connected; `links` is absent where a vendor leaves them out. */
export type ContactView = {
  contact: Contact
  conversations: number
  isOnline: boolean
  links?: { link: ContactChannel; channel: Channel }[]
}

export type ContactFace = { Wire: TSchema; toWire(view: ContactView): JsonObject }

const Nullable = Type.Union([Type.String(), Type.Null()])
const Attributes = Type.Object({}, { additionalProperties: true })
const Seconds = Type.Integer({ description: 'Whole seconds since 1970' })
const LinksOf = (inbox: InboxFace) => Type.Optional(Type.Array(Type.Object({ source_id: Type.String(), inbox: inbox.Brief })))

const Shared = {
  id: Type.Integer(),
  name: Type.String(),
  email: Nullable,
  phone_number: Nullable,
  identifier: Nullable,
  blocked: Type.Boolean(),
  thumbnail: Type.String(),
  custom_attributes: Attributes,
}

function toShared(contact: Contact) {
  return {
    id: contact.id,
    name: contact.name ?? '',
    email: contact.email,
    phone_number: contact.phone,
    identifier: contact.identifier,
    blocked: contact.blocked,
    thumbnail: contact.avatarUrl ?? '',
    custom_attributes: contact.attributes,
  }
}

function toAvailability({ isOnline }: ContactView): 'online' | 'offline' {
  return isOnline ? 'online' : 'offline'
}

function toLinks(view: ContactView, inbox: InboxFace): JsonObject {
  if (!view.links) return {}
  return { contact_inboxes: view.links.map(({ link, channel }) => ({ source_id: link.sourceId, inbox: inbox.toBrief(channel) })) }
}

/** chatwoot sheet 7. `last_activity_at` is there once the contact has written. */
export const chatwootContact: ContactFace = {
  Wire: Type.Object({
    ...Shared,
    availability_status: Type.String({ description: '`online` or `offline`' }),
    additional_attributes: Attributes,
    last_activity_at: Type.Optional(Seconds),
    created_at: Seconds,
    contact_inboxes: LinksOf(chatwootInbox),
  }),
  toWire(view) {
    const { contact } = view
    const wire: JsonObject = { ...toShared(contact), availability_status: toAvailability(view), additional_attributes: contact.additional }
    if (contact.lastActivityAt !== null) wire.last_activity_at = toSeconds(contact.lastActivityAt)
    return { ...wire, created_at: toSeconds(contact.createdAt), ...toLinks(view, chatwootInbox) }
  },
}

/** ndoto sheet 5. */
export const ndotoContact: ContactFace = {
  Wire: Type.Object({
    ...Shared,
    last_activity_at: Type.Union([Seconds, Type.Null()]),
    created_at: Seconds,
    contact_inboxes: LinksOf(ndotoInbox),
  }),
  toWire: (view) => ({
    ...toShared(view.contact),
    last_activity_at: toSecondsOrNull(view.contact.lastActivityAt),
    created_at: toSeconds(view.contact.createdAt),
    ...toLinks(view, ndotoInbox),
  }),
}

/** 99digital sheet 5. */
export const digitalContact: ContactFace = {
  Wire: Type.Object({
    ...Shared,
    availability_status: Type.String({ description: '`online` or `offline`' }),
    additional_attributes: Attributes,
    conversations_count: Type.Integer(),
    last_activity_at: Type.Union([Seconds, Type.Null()]),
    created_at: Seconds,
    contact_inboxes: LinksOf(digitalInbox),
  }),
  toWire: (view) => ({
    ...toShared(view.contact),
    availability_status: toAvailability(view),
    additional_attributes: view.contact.additional,
    conversations_count: view.conversations,
    last_activity_at: toSecondsOrNull(view.contact.lastActivityAt),
    created_at: toSeconds(view.contact.createdAt),
    ...toLinks(view, digitalInbox),
  }),
}
