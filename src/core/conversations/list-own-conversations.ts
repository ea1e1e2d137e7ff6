import type { Author } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { TimeSpan } from '../../storage/queries/conversations/conversation-filter.ts'
import { findConversation, listConversations } from '../../storage/queries/conversations/conversations.ts'
import { loadAuthors } from '../authors.ts'
import type { Ctx } from '../context.ts'

/** Which of the calling application's conversations are asked for; everything absent filters nothing. Accounts outside of the caller's token are the caller's mistake. */
export type ListOwn = {
  accountIds: readonly number[]
  ids?: readonly number[]
  created?: TimeSpan
  updated?: TimeSpan
  /** Continues behind one of the application's conversations, whether or not the filters let it through; `in` are the accounts it may be in. */
  after?: { id: number; in: readonly number[] }
  limit: number
}

export type OwnConversation = { conversation: Conversation; contact: Author | undefined }

/** The conversations that the calling application created, over several accounts, newest first, each with its contact. Refuses with `cursor_invalid`. */
export async function listOwnConversations(ctx: Ctx, query: ListOwn): Promise<OwnConversation[]> {
  const { store } = ctx.core
  const after = query.after && (await findMark(ctx, query.after))
  let page: Conversation[] = []
  for (const accountId of query.accountIds) {
    page = [...page, ...(await listOwnIn(ctx, accountId, query, after))].sort(newestFirst).slice(0, query.limit)
  }
  const rows: OwnConversation[] = []
  for (const [accountId, own] of Map.groupBy(page, (conversation) => conversation.accountId)) {
    const refs = own.flatMap(({ contactId }) => (contactId === null ? [] : [{ kind: 'contact' as const, id: contactId }]))
    const authors = await loadAuthors(ctx.core, store, accountId, refs)
    for (const conversation of own) rows.push({ conversation, contact: authors.get(conversation.contactId ?? -1) })
  }
  return rows.sort((a, b) => newestFirst(a.conversation, b.conversation))
}

/** What is asked for by id is read by id and sorted out here: an index over all of the application's conversations would be walked for a few of them. */
async function listOwnIn(ctx: Ctx, accountId: number, query: ListOwn, after: Conversation | undefined): Promise<Conversation[]> {
  const { created, updated, ids, limit } = query
  const applicationId = ctx.actor.id
  const page = { limit: ids ? ids.length : limit, after, orderBy: 'created_at' } as const
  const filter = { reach: ctx.reach, created, updated, ...(ids ? { ids } : { applicationId }) }
  const found = await listConversations(ctx.core.store, accountId, filter, page)
  return found.filter((conversation) => conversation.applicationId === applicationId)
}

async function findMark(ctx: Ctx, after: NonNullable<ListOwn['after']>): Promise<Conversation> {
  for (const accountId of after.in) {
    const mark = await findConversation(ctx.core.store, accountId, { id: after.id })
    if (mark?.applicationId === ctx.actor.id) return mark
  }
  throw new AppError('cursor_invalid', { field: 'Cursor' })
}

function newestFirst(a: Conversation, b: Conversation): number {
  return b.createdAt - a.createdAt || b.id - a.id
}
