import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Db } from '../../storage/db.ts'
import { listConversations } from '../../storage/queries/conversations/conversations.ts'
import { findParticipant, findParticipants } from '../../storage/queries/conversations/participants.ts'
import { mayReadConversation, type Reader, seesAllConversations } from '../access.ts'
import type { Ctx } from '../context.ts'
import { getConversation } from './get-conversation.ts'

/** The conversation, if this reader may open it; to everybody else it does not exist (`conversation_not_found`). */
export async function openConversation(ctx: Ctx, reader: Reader, id: number, db: Db = ctx.core.store): Promise<Conversation> {
  const conversation = await getConversation(ctx, { id }, db)
  if (mayReadConversation(reader, conversation, undefined)) return conversation
  const participant = await findParticipant(db, ctx.accountId, id, reader.id)
  if (!mayReadConversation(reader, conversation, participant)) throw new AppError('conversation_not_found')
  return conversation
}

/** Those of some conversations that this reader may open, by id. */
export async function openConversations(
  ctx: Ctx,
  reader: Reader,
  asked: Iterable<number>,
  db: Db = ctx.core.store,
): Promise<ReadonlyMap<number, Conversation>> {
  const wanted = [...new Set(asked)]
  if (wanted.length === 0) return new Map()
  const seesAll = seesAllConversations(reader.role)
  // Whoever sees single conversations may ask about a page of the log, of which hardly any are theirs.
  const concerning = seesAll ? undefined : ctx.actor
  const found = await listConversations(db, ctx.accountId, { ids: wanted, reach: ctx.reach, concerning }, { limit: wanted.length })
  const ids = found.map(({ id }) => id)
  const rows = seesAll ? [] : await findParticipants(db, ctx.accountId, ids, [reader.id])
  const own = new Map(rows.map((row) => [row.conversationId, row]))
  return new Map(found.flatMap((one) => (mayReadConversation(reader, one, own.get(one.id)) ? [[one.id, one]] : [])))
}
