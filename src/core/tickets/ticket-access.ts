import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import { TICKET_KIND } from '../../model/ticket.ts'
import type { Db } from '../../storage/db.ts'
import { findAccount } from '../../storage/queries/accounts.ts'
import type { Ctx } from '../context.ts'

export function isTicket(conversation: Conversation): boolean {
  return conversation.kind === TICKET_KIND
}

/** The members who may open support tickets. */
export async function findSupporters(ctx: Ctx, db: Db = ctx.core.store): Promise<readonly number[]> {
  return (await findAccount(db, ctx.accountId))?.settings.supportMemberIds ?? []
}

/** A ticket is for its customer and the account's support members, whatever else somebody is (ondi sheet 3, from the seed). */
export function mayReadTicket(ctx: Ctx, ticket: Pick<Conversation, 'contactId'>, supporters: readonly number[]): boolean {
  if (ctx.actor.kind === 'contact') return ticket.contactId === ctx.actor.id
  return ctx.actor.kind === 'member' && supporters.includes(ctx.actor.id)
}

/** Refuses with `not_allowed` whoever is no support member. */
export async function checkSupporter(ctx: Ctx, db?: Db): Promise<void> {
  if (ctx.actor.kind === 'member' && (await findSupporters(ctx, db)).includes(ctx.actor.id)) return
  throw new AppError('not_allowed', { message: 'Only support users may do this' })
}
