import { type Static, Type } from 'typebox'
import type { Authors } from '../../../core/authors.ts'
import type { Author, AuthorRef } from '../../../model/author.ts'
import type { Participant } from '../../../model/participant.ts'
import { AuthorKinds, Id, Nullable, Time, toWireTime, toWireTimeOrNull } from '../wire.ts'

export const WireParticipant = Type.Object({
  author: Type.Object({ kind: AuthorKinds, id: Id, name: Nullable(Type.String()) }),
  role: Type.String(),
  joinedAt: Time,
  leftAt: Nullable(Time),
  lastReadSeq: Type.Integer({ minimum: 0, description: 'The seq of the newest message they have read' }),
})

/** How far somebody has read; who is not in the conversation has no role in it. */
export const WireReading = Type.Object({
  ...WireParticipant.properties,
  role: Nullable(Type.String()),
  joinedAt: Nullable(Time),
})

export function toWireParticipant(participant: Participant, authors: Authors): Static<typeof WireParticipant> {
  const { authorKind: kind, authorId: id } = participant
  return {
    author: { kind, id, name: nameOf(authors.get(id)) },
    role: participant.role,
    joinedAt: toWireTime(participant.joinedAt),
    leftAt: toWireTimeOrNull(participant.leftAt),
    lastReadSeq: participant.lastReadSeq,
  }
}

/** The look of somebody who is not in the conversation. */
export function toWireLook({ kind, id }: AuthorRef, lastReadSeq: number, authors: Authors): Static<typeof WireReading> {
  return { author: { kind, id, name: nameOf(authors.get(id)) }, role: null, joinedAt: null, leftAt: null, lastReadSeq }
}

/** The name an author is shown by; null for a nameless contact and for somebody erased. */
export function nameOf(author: Author | undefined): string | null {
  if (!author) return null
  return author.kind === 'member' ? (author.displayName ?? author.name) : author.name
}
