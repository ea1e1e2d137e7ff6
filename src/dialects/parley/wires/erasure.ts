import { type Static, Type } from 'typebox'
import { ERASURE_PHASES, type Erasure, type ErasureCounts, type NOTHING_ERASED } from '../../../model/erasure.ts'
import { Id, Nullable, Time, toWireTime, toWireTimeOrNull } from '../wire.ts'

const MEANING: Record<keyof ErasureCounts, string> = {
  conversations: 'Conversations that are gone, with all that was in them',
  messages: 'The messages in those',
  files: 'Files',
  sharedConversations: 'Conversations in which other customers take part, or of the team’s own: they stay, with the words of others',
  emptiedMessages: 'What the contact wrote in those: emptied',
  deliveries: 'Deliveries that name the contact no more',
  events: 'Events in the log whose particulars are gone',
  answers: 'Kept answers to repeated requests',
  webhookAnswers: 'Answers of webhooks’ receivers',
}
const counts = Object.fromEntries(Object.entries(MEANING).map(([key, description]) => [key, Type.Integer({ minimum: 0, description })]))

export const WireErasure = Type.Object({
  id: Id,
  contactId: Id,
  state: Type.Enum(['running', 'done']),
  phase: Nullable(Type.Enum([...ERASURE_PHASES], { description: 'What is being erased; null once it is done' })),
  counts: Type.Object(counts as Record<keyof typeof NOTHING_ERASED, ReturnType<typeof Type.Integer>>),
  kept: Type.Array(Type.Object({ what: Type.String(), why: Type.String() }), { description: 'What is still there, and why' }),
  startedAt: Time,
  finishedAt: Nullable(Time),
})

export function toWireErasure(erasure: Erasure, kept: Static<typeof WireErasure>['kept']): Static<typeof WireErasure> {
  const isDone = erasure.finishedAt !== null
  return {
    id: erasure.id,
    contactId: erasure.contactId,
    state: isDone ? 'done' : 'running',
    phase: isDone ? null : erasure.phase,
    counts: erasure.counts,
    kept,
    startedAt: toWireTime(erasure.createdAt),
    finishedAt: toWireTimeOrNull(erasure.finishedAt),
  }
}
