import { type Static, Type } from 'typebox'
import type { Member } from '../../../model/author.ts'
import { Attributes, Email, Id, Nullable, Text, Time, toWireTime, Url } from '../wire.ts'

const Role = Type.Enum(['administrator', 'agent', 'dispatcher', 'driver', 'bot'], {
  description:
    'Administrators may do everything in their account; a driver sees only the conversations they are in; the others do the daily work',
})
const Availability = Type.Enum(['online', 'busy', 'offline'])

export const WireMember = Type.Object({
  id: Id,
  name: Type.String(),
  displayName: Nullable(Type.String({ description: 'What customers see; `name` when null' })),
  email: Nullable(Type.String()),
  role: Role,
  avatarUrl: Nullable(Type.String()),
  availability: Availability,
  attributes: Attributes,
  createdAt: Time,
  updatedAt: Time,
})

export const MemberFields = {
  displayName: Type.Optional(Nullable(Text(255))),
  email: Type.Optional(Nullable(Email)),
  role: Type.Optional(Role),
  avatarUrl: Type.Optional(Nullable(Url)),
  availability: Type.Optional(Availability),
  attributes: Type.Optional(Attributes),
}

export function toWireMember(member: Member): Static<typeof WireMember> {
  return {
    id: member.id,
    name: member.name,
    displayName: member.displayName,
    email: member.email,
    role: member.role,
    avatarUrl: member.avatarUrl,
    availability: member.availability,
    attributes: member.attributes,
    createdAt: toWireTime(member.createdAt),
    updatedAt: toWireTime(member.updatedAt),
  }
}
