import { type Static, Type } from 'typebox'
import type { Ctx } from '../../core/context.ts'
import type { Author } from '../../model/author.ts'
import type { Participant } from '../../model/participant.ts'
import { Instant, Nullable, Uuid } from './schemas.ts'
import { toInstant } from './time.ts'
import { toWireSender, WireName } from './user.ts'

/** A participant's role: `member` and `admin` have a meaning, other words are kept as given (ondi sheet 2). */
export const RoleName = Type.String({
  pattern: '^[a-z][a-z0-9_]{0,31}$',
  default: 'member',
  description: '`member`, `admin` or a word of yours',
})

/** ondi sheet 2, Objects. */
export const WireParticipant = Type.Object({
  user_id: Uuid,
  role: Type.String(),
  joined_at: Instant,
  left_at: Nullable(Type.String({ format: 'date-time', description: 'null while present' })),
  last_read_message_id: Nullable(Uuid),
  user: Nullable(WireName),
})

export function toWireParticipant(
  ctx: Ctx,
  participant: Participant,
  author: Author | undefined,
  lastReadId: number | null,
): Static<typeof WireParticipant> {
  const id = ctx.core.ids.toUuid('author', participant.authorId)
  const sender = toWireSender(id, author)
  return {
    user_id: id,
    role: participant.role,
    joined_at: toInstant(participant.joinedAt),
    left_at: participant.leftAt === null ? null : toInstant(participant.leftAt),
    last_read_message_id: lastReadId === null ? null : ctx.core.ids.toUuid('message', lastReadId),
    user: sender && { id, first_name: sender.first_name, last_name: sender.last_name },
  }
}
