import { type TSchema, Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import type { Account } from '../../../model/account.ts'
import type { Member } from '../../../model/author.ts'
import type { JsonObject } from '../../../model/json.ts'
import { isAutoOffline, toRole } from './agent.ts'
import { toPubsubToken } from './pubsub-token.ts'

/** `token` is the very secret the caller sent: there is no other copy of it. */
export type Me = { member: Member; account: Account; token: string }

/** How a vendor shows the caller's own profile. */
export type MeFace = { Wire: TSchema; toWire(ctx: Ctx, me: Me): JsonObject }

const Nullable = Type.Union([Type.String(), Type.Null()])
const Role = Type.Enum(['administrator', 'agent'])
const Availability = Type.Enum(['online', 'busy', 'offline'])
const Attributes = Type.Object({}, { additionalProperties: true })

/** chatwoot sheet 8. */
export const chatwootMe: MeFace = {
  Wire: Type.Object({
    id: Type.Integer(),
    uid: Type.String(),
    name: Type.String(),
    display_name: Nullable,
    available_name: Type.String(),
    email: Type.String(),
    role: Role,
    account_id: Type.Integer(),
    access_token: Type.String({ description: 'The token the call was made with' }),
    pubsub_token: Type.String({ description: 'Opens the socket' }),
    avatar_url: Type.String(),
    confirmed: Type.Boolean(),
    message_signature: Nullable,
    provider: Type.String(),
    ui_settings: Attributes,
    type: Nullable,
    inviter_id: Type.Null(),
    custom_attributes: Attributes,
    accounts: Type.Array(
      Type.Object({
        id: Type.Integer(),
        name: Type.String(),
        status: Type.String(),
        active_at: Nullable,
        role: Role,
        permissions: Type.Array(Type.String()),
        availability: Availability,
        availability_status: Availability,
        auto_offline: Type.Boolean(),
      }),
    ),
  }),
  toWire(ctx, { member, account, token }) {
    const role = toRole(member)
    return {
      id: member.id,
      uid: member.email ?? '',
      name: member.name,
      display_name: member.displayName,
      available_name: member.displayName ?? member.name,
      email: member.email ?? '',
      role,
      account_id: account.id,
      access_token: token,
      pubsub_token: toPubsubToken(ctx.core, { accountId: account.id, authorId: member.id }),
      avatar_url: member.avatarUrl ?? '',
      confirmed: true,
      message_signature: member.settings.signature ?? null,
      provider: 'email',
      ui_settings: member.settings.interface ?? {},
      type: null,
      inviter_id: null,
      custom_attributes: member.attributes,
      accounts: [
        {
          id: account.id,
          name: account.name,
          status: account.status,
          active_at: null,
          role,
          permissions: [role],
          availability: member.availability,
          availability_status: member.availability,
          auto_offline: isAutoOffline(member),
        },
      ],
    }
  },
}

/** ndoto sheet 6. */
export const ndotoMe: MeFace = {
  Wire: Type.Object({
    id: Type.Integer(),
    name: Type.String(),
    email: Type.String(),
    account_id: Type.Integer(),
    role: Role,
    accounts: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), role: Role })),
    access_token: Type.String({ description: 'The token the call was made with' }),
    availability: Availability,
  }),
  toWire: (_ctx, { member, account, token }) => ({
    id: member.id,
    name: member.name,
    email: member.email ?? '',
    account_id: account.id,
    role: toRole(member),
    accounts: [{ id: account.id, name: account.name, role: toRole(member) }],
    access_token: token,
    availability: member.availability,
  }),
}
