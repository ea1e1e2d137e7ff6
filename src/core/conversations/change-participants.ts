import type { AuthorRef } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { EventType, NewEvent } from '../../model/event.ts'
import type { Participant } from '../../model/participant.ts'
import type { Tx } from '../../storage/db.ts'
import { raiseRevision } from '../../storage/queries/conversations/conversations.ts'
import { insertParticipants, lockParticipants, updateParticipants } from '../../storage/queries/conversations/participants.ts'
import type { Ctx } from '../context.ts'
import { conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { forgetAfter } from './recent.ts'

export type ParticipantChange = { action: 'add' | 'remove' | 'update'; authors: readonly AuthorRef[]; role: string }
export type ParticipantResult = { author: AuthorRef; participant: Participant | undefined; problem: 'already_in' | 'not_in' | undefined }

/**
 * Adds, removes or re-roles people in a conversation and says for each of them what became of it. Removing is soft: `leftAt` is set, and adding
 * somebody again clears it. The authors must exist; the caller looks them up.
 */
export async function changeParticipants(
  ctx: Ctx,
  tx: Tx,
  conversation: Conversation,
  change: ParticipantChange,
): Promise<ParticipantResult[]> {
  const now = ctx.core.now()
  const ids = change.authors.map((author) => author.id)
  const rows = await lockParticipants(tx, ctx.accountId, [conversation.id], ids)
  const known = new Map(rows.map((row) => [row.authorId, row]))
  const fresh: Participant[] = []
  const changed: Participant[] = []
  const events: NewEvent[] = []
  const happen = (type: EventType, one: Participant) => {
    const data = { authorId: one.authorId, authorKind: one.authorKind, role: one.role }
    events.push(conversationEvent(type, conversation.id, ctx.actor, data))
  }
  const results = change.authors.map((author): ParticipantResult => {
    const present = known.get(author.id)
    const isIn = present !== undefined && present.leftAt === null
    if (change.action === 'add') {
      if (isIn) return { author, participant: present, problem: 'already_in' }
      const added = present
        ? { ...present, role: change.role, joinedAt: now, leftAt: null }
        : newParticipant(conversation, author, change.role, now)
      ;(present ? changed : fresh).push(added)
      known.set(author.id, added)
      happen('participant.added', added)
      return { author, participant: added, problem: undefined }
    }
    if (!isIn) return { author, participant: present, problem: 'not_in' }
    const next = change.action === 'remove' ? { ...present, leftAt: now } : { ...present, role: change.role }
    changed.push(next)
    known.set(author.id, next)
    happen(change.action === 'remove' ? 'participant.removed' : 'participant.updated', next)
    return { author, participant: next, problem: undefined }
  })
  await insertParticipants(tx, fresh)
  await updateParticipants(tx, changed)
  if (events.length > 0) {
    // Sends are decided on who takes part.
    await raiseRevision(tx, ctx.accountId, conversation.id)
    forgetAfter(tx, ctx.core.recent, conversation.id)
  }
  await recordEvents(tx, ctx.accountId, now, events)
  return results
}

function newParticipant(conversation: Conversation, author: AuthorRef, role: string, now: number): Participant {
  return {
    accountId: conversation.accountId,
    conversationId: conversation.id,
    authorKind: author.kind,
    authorId: author.id,
    role,
    joinedAt: now,
    leftAt: null,
    lastReadSeq: 0,
  }
}
