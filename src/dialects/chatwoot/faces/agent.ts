import { type TSchema, Type } from 'typebox'
import type { Availability, Member } from '../../../model/author.ts'
import type { JsonObject } from '../../../model/json.ts'

/** How a vendor shows an agent: in its agents calls, and inside of a conversation. */
export type AgentFace = {
  Wire: TSchema
  Embedded: TSchema
  toWire(member: Member): JsonObject
  toEmbedded(member: Member): JsonObject
}

/** These vendors know two roles; whoever may not administer is an agent. */
export function toRole(member: Member): 'administrator' | 'agent' {
  return member.role === 'administrator' ? 'administrator' : 'agent'
}

export function isAutoOffline(member: Member): boolean {
  return member.attributes.auto_offline !== false
}

const Role = Type.Enum(['administrator', 'agent'])
const AvailabilityWord = Type.Enum(['online', 'busy', 'offline'])

const ChatwootAgent = Type.Object({
  id: Type.Integer(),
  account_id: Type.Integer(),
  availability_status: AvailabilityWord,
  auto_offline: Type.Boolean(),
  confirmed: Type.Boolean(),
  email: Type.String(),
  provider: Type.String(),
  available_name: Type.String(),
  name: Type.String(),
  role: Role,
  thumbnail: Type.String(),
})

/** chatwoot sheet 8. */
export const chatwootAgent: AgentFace = {
  Wire: ChatwootAgent,
  Embedded: ChatwootAgent,
  toWire: toChatwootAgent,
  toEmbedded: toChatwootAgent,
}

function toChatwootAgent(member: Member) {
  return {
    id: member.id,
    account_id: member.accountId,
    availability_status: member.availability,
    auto_offline: isAutoOffline(member),
    confirmed: true,
    email: member.email ?? '',
    provider: 'email',
    available_name: member.displayName ?? member.name,
    name: member.name,
    role: toRole(member),
    thumbnail: member.avatarUrl ?? '',
  }
}

/** ndoto sheets 4 and 6. */
export const ndotoAgent: AgentFace = {
  Wire: Type.Object({
    id: Type.Integer(),
    name: Type.String(),
    email: Type.String(),
    role: Role,
    availability: AvailabilityWord,
    confirmed: Type.Boolean(),
    avatar_url: Type.String(),
  }),
  Embedded: Type.Object({ id: Type.Integer(), name: Type.String() }),
  toWire: (member) => ({
    id: member.id,
    name: member.name,
    email: member.email ?? '',
    role: toRole(member),
    availability: member.availability,
    confirmed: true,
    avatar_url: member.avatarUrl ?? '',
  }),
  toEmbedded: (member) => ({ id: member.id, name: member.name }),
}

// The agents pages say `available` where everything else says `online` (99digital sheet 6).
const DIGITAL_WORDS: Record<Availability, string> = { online: 'available', busy: 'busy', offline: 'offline' }

const DigitalAgent = {
  id: Type.Integer(),
  account_id: Type.Integer(),
  auto_offline: Type.Boolean(),
  confirmed: Type.Boolean(),
  email: Type.String(),
  available_name: Type.String(),
  name: Type.String(),
  role: Role,
  see_all_conversations: Type.Boolean(),
  thumbnail: Type.String(),
}

/** 99digital sheet 6. */
export const digitalAgent: AgentFace = {
  Wire: Type.Object({ ...DigitalAgent, availability_status: Type.Enum(['available', 'busy', 'offline']) }),
  Embedded: Type.Object({ ...DigitalAgent, availability_status: AvailabilityWord }),
  toWire: (member) => ({ ...toEmbeddedDigital(member), availability_status: DIGITAL_WORDS[member.availability] }),
  toEmbedded: toEmbeddedDigital,
}

function toEmbeddedDigital(member: Member) {
  const { provider: _, ...agent } = toChatwootAgent(member)
  return { ...agent, see_all_conversations: member.attributes.see_all_conversations === true }
}
