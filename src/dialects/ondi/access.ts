import { loadAuthor } from '../../core/authors.ts'
import type { Ctx } from '../../core/context.ts'
import { getConversation } from '../../core/conversations/get-conversation.ts'
import { loadReach } from '../../core/conversations/load-reach.ts'
import { findSupporters, isTicket, mayReadTicket } from '../../core/tickets/ticket-access.ts'
import type { MemberRole } from '../../model/author.ts'
import { type Conversation, isActive } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Participant } from '../../model/participant.ts'
import type { Db } from '../../storage/db.ts'
import { findParticipant } from '../../storage/queries/conversations/participants.ts'

/** A conversation, and the caller's row in it unless they were never in it or have left. */
export type Access = { conversation: Conversation; participant: Participant | undefined }

/** Reads both at once. Refuses with `conversation_not_found`. */
export async function openConversation(ctx: Ctx, id: number, db: Db = ctx.core.store): Promise<Access> {
  const [conversation, row] = await Promise.all([getConversation(ctx, { id }, db), findParticipant(db, ctx.accountId, id, ctx.actor.id)])
  return { conversation, participant: row?.leftAt === null ? row : undefined }
}

/** The caller's role in the account; undefined for a customer, and for a member erased since. */
export async function roleOf(ctx: Ctx, db: Db = ctx.core.store): Promise<MemberRole | undefined> {
  const author = ctx.actor.kind === 'member' ? await loadAuthor(ctx.core, db, ctx.accountId, ctx.actor) : undefined
  return author?.kind === 'member' ? author.role : undefined
}

/** The caller with how far they see into the account. Here it counts only where an agent would come into a conversation by themselves: all else asks who takes part. */
export async function withReach(ctx: Ctx): Promise<Ctx> {
  const author = ctx.actor.kind === 'member' ? await loadAuthor(ctx.core, ctx.core.store, ctx.accountId, ctx.actor) : undefined
  return author?.kind === 'member' ? { ...ctx, reach: await loadReach(ctx.core, author) } : ctx
}

/** OnDi's system admin, who also holds every tenant permission, is Parley's administrator (ondi sheet 1). */
export async function isAdministrator(ctx: Ctx, db?: Db): Promise<boolean> {
  return (await roleOf(ctx, db)) === 'administrator'
}

/**
 * Who may list a conversation's messages. A participant or a system admin may; of a support ticket only its customer and the account's support members, whatever else they
 * are (ondi sheet 3, from the seed).
 */
export async function mayRead(ctx: Ctx, { conversation, participant }: Access, db?: Db): Promise<boolean> {
  if (isTicket(conversation)) return mayReadTicket(ctx, conversation, await findSupporters(ctx, db))
  return participant !== undefined || (await isAdministrator(ctx, db))
}

/** Refuses with `not_a_participant` who may not. */
export async function checkMayRead(ctx: Ctx, access: Access, db?: Db): Promise<void> {
  if (!(await mayRead(ctx, access, db))) throw new AppError('not_a_participant')
}

/** Refuses who may not send, in the order of ondi sheet 3: unknown conversation, no participant, not active. */
export async function checkMaySend(ctx: Ctx, id: number): Promise<void> {
  const { conversation, participant } = await openConversation(ctx, id)
  if (!participant) throw new AppError('not_a_participant')
  if (!isActive(conversation)) throw new AppError('conversation_not_active')
}

/** Refuses who may not change a conversation or its people: a conversation admin or a system admin may (ondi sheet 3). */
export async function checkMayManage(ctx: Ctx, { participant }: Access, db: Db): Promise<void> {
  if (participant?.role === 'admin' || (await isAdministrator(ctx, db))) return
  throw new AppError('not_allowed', { message: 'Only an admin of the conversation may do this' })
}
