import { Type } from 'typebox'
import type { Author, Contact, Member } from '../../../model/author.ts'

const Text = Type.Union([Type.String(), Type.Null()])
const Attributes = Type.Record(Type.String(), Type.Unknown())

/** A bot's face, also of a program that writes through another vendor's API (chatwoot sheet 5.1; 99digital sheet 3.1). */
export const BotSender = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  avatar_url: Type.String(),
  type: Type.Literal('agent_bot'),
})

const contactFields = {
  additional_attributes: Attributes,
  custom_attributes: Attributes,
  email: Text,
  id: Type.Integer(),
  identifier: Text,
  name: Type.String(),
  phone_number: Text,
  thumbnail: Type.String(),
}
const AvailabilityStatus = Type.Enum(['online', 'busy', 'offline'])

/** chatwoot sheet 5.1: seven fields of a user, ten of a contact. */
export const ChatwootUser = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  available_name: Type.String(),
  avatar_url: Type.String(),
  type: Type.Literal('user'),
  availability_status: AvailabilityStatus,
  thumbnail: Type.String(),
})
export const ChatwootContact = Type.Object({ ...contactFields, blocked: Type.Boolean(), type: Type.Literal('contact') })

export function toChatwootSender(author: Author | undefined): Record<string, unknown> | null {
  if (!author || author.kind === 'system') return null
  if (author.kind === 'contact') return { ...toContactFields(author), blocked: author.blocked, type: 'contact' }
  if (author.kind === 'application' || author.role === 'bot') return toBot(author)
  return {
    id: author.id,
    name: author.name,
    available_name: author.displayName ?? author.name,
    avatar_url: author.avatarUrl ?? '',
    type: 'user',
    availability_status: author.availability,
    thumbnail: author.avatarUrl ?? '',
  }
}

/** The seed's nine fields of a user, and the nine of a contact (99digital sheet 3.1). */
export const Digital99User = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  available_name: Type.String(),
  email: Type.String(),
  avatar_url: Type.String(),
  logo_user_url: Type.String({ description: 'The picture beside the agent; empty when there is none' }),
  type: Type.Literal('user'),
  availability_status: AvailabilityStatus,
  thumbnail: Type.String(),
})
export const Digital99Contact = Type.Object({ ...contactFields, type: Type.Literal('contact') })

export function to99digitalSender(author: Author | undefined): Record<string, unknown> | null {
  if (!author || author.kind === 'system') return null
  if (author.kind === 'contact') return { ...toContactFields(author), type: 'contact' }
  if (author.kind === 'application' || author.role === 'bot') return toBot(author)
  const picture = author.avatarUrl ?? ''
  return {
    id: author.id,
    name: author.name,
    available_name: author.displayName ?? author.name,
    email: author.email ?? '',
    avatar_url: picture,
    logo_user_url: picture,
    type: 'user',
    availability_status: author.availability,
    thumbnail: picture,
  }
}

/** The seed's three fields; the type is a class's name (ndoto sheet 3.1). */
export const NdotoSender = Type.Object({ id: Type.Integer(), name: Type.String(), type: Type.Enum(['Contact', 'User', 'AgentBot']) })

export function toNdotoSender(author: Author | undefined): Record<string, unknown> | null {
  if (!author || author.kind === 'system') return null
  if (author.kind === 'contact') return { id: author.id, name: author.name ?? '', type: 'Contact' }
  const isBot = author.kind === 'application' || author.role === 'bot'
  return { id: author.id, name: author.name, type: isBot ? 'AgentBot' : 'User' }
}

/** What every face of a contact shows. */
export function toContactFields(contact: Contact) {
  return {
    additional_attributes: contact.additional,
    custom_attributes: contact.attributes,
    email: contact.email,
    id: contact.id,
    identifier: contact.identifier,
    name: contact.name ?? '',
    phone_number: contact.phone,
    thumbnail: contact.avatarUrl ?? '',
  }
}

function toBot(author: Member | Extract<Author, { kind: 'application' }>) {
  return { id: author.id, name: author.name, avatar_url: author.kind === 'member' ? (author.avatarUrl ?? '') : '', type: 'agent_bot' }
}
