import { Type } from 'typebox'
import type { Member } from '../../../model/author.ts'

const Nullable = Type.Union([Type.String(), Type.Null()])

/** An account's bot: a member with the role `bot` (chatwoot sheet 2, ndoto sheet 1). */
export const WireAgentBot = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  description: Nullable,
  thumbnail: Type.String(),
  outgoing_url: Nullable,
  bot_type: Type.String({ description: 'Always `webhook`' }),
  bot_config: Type.Object({}, { additionalProperties: true }),
  account_id: Type.Integer(),
  system_bot: Type.Boolean(),
})

/** The token is in the answer that made it and nowhere else. */
export const WireNewAgentBot = Type.Object({ ...WireAgentBot.properties, access_token: Type.String({ description: 'Shown this once' }) })

export function toWireAgentBot({ id, name, avatarUrl, accountId, settings }: Member) {
  return {
    id,
    name,
    description: settings.description ?? null,
    thumbnail: avatarUrl ?? '',
    outgoing_url: settings.outgoingUrl ?? null,
    bot_type: 'webhook',
    bot_config: settings.bot ?? {},
    account_id: accountId,
    system_bot: false,
  }
}
