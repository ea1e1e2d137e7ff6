import type { Conversation } from '../../model/conversation.ts'
import type { Participant } from '../../model/participant.ts'
import type { Signal } from '../../model/signal.ts'
import { seesAllConversations } from '../access.ts'
import { seesNotes } from '../visibility.ts'
import { mayOpen, type Viewer } from './follow-log.ts'

/** What is streamed and kept nowhere, with the conversation it is about and who takes part in that, by id. */
export type ToldSignal = { signal: Signal; conversation: Conversation | undefined; participants: ReadonlyMap<number, Participant> }

/**
 * Whether a viewer is told: of typing whoever may open the conversation but the one who types, of a note that is being written only who may read it; of who is there
 * only those who see the team's overview.
 */
export function showsSignal(viewer: Viewer, { signal, conversation, participants }: ToldSignal): boolean {
  const { ctx, reader } = viewer
  if (signal.kind === 'presence') return seesAllConversations(reader.role)
  const isOwn = signal.author.kind === ctx.actor.kind && signal.author.id === ctx.actor.id
  if (isOwn || (signal.private && !seesNotes(ctx))) return false
  return mayOpen(viewer, conversation, participants.get(reader.id))
}
