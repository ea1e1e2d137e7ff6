import type { Author, Contact, Member } from '../../model/author.ts'
import type { Channel, ContactChannel } from '../../model/channel.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Message } from '../../model/message.ts'
import type { Db } from '../../storage/db.ts'
import { listChannels, listContactChannels } from '../../storage/queries/channels.ts'
import { countUnread, findLastInboundTimes, findLastMessageIds } from '../../storage/queries/conversations/conversation-overviews.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import { loadAuthors } from '../authors.ts'
import type { Ctx } from '../context.ts'
import { loadTeams, type TeamView } from '../teams/load-teams.ts'
import { seesNotes } from '../visibility.ts'

/** A conversation with what a list shows beside it. What was erased since, or never was, is undefined. */
export type Overview = {
  conversation: Conversation
  channel: Channel | undefined
  contact: Contact | undefined
  assignee: Member | undefined
  team: TeamView | undefined
  /** The contact's links to the conversation's channel, the oldest first. */
  links: ContactChannel[]
  /** The newest message of any kind the reader may see, and the newest that somebody wrote. */
  last: Message | undefined
  lastWritten: Message | undefined
  /** By id, at least the authors of `last` and `lastWritten`. */
  authors: ReadonlyMap<number, Author>
  /** False once the customer's last word is older than the channel's window for replies. */
  canReply: boolean
  /** The customer's messages since the team last looked, at most 10. */
  unread: number
}

/** The newest messages of conversations, by conversation id. */
type Newest = ReadonlyMap<number, Pick<Overview, 'last' | 'lastWritten'>>

/**
 * The overviews of a page of conversations, in its order, with one query per kind of thing however many they are. `deleted` says whether a tombstone may be the
 * last message; or else `shown` says which messages take the place of the newest ones.
 */
export async function loadOverviews(
  ctx: Ctx,
  db: Db,
  conversations: readonly Conversation[],
  options: { deleted: boolean } | { shown: Newest },
): Promise<Overview[]> {
  if (conversations.length === 0) return []
  const { core, accountId } = ctx
  const ids = conversations.map((one) => one.id)
  const contactIds = [...new Set(conversations.flatMap((one) => one.contactId ?? []))]
  const newest = 'shown' in options ? options.shown : await findNewest(ctx, db, ids, options)
  const unread = await countUnread(db, accountId, ids)
  const channels = new Map((await listChannels(db, accountId)).map((one) => [one.id, one]))
  const links = contactIds.length > 0 ? await listContactChannels(db, accountId, contactIds) : []
  const authors = await loadAuthors(core, db, accountId, [
    ...contactIds.map((id) => ({ kind: 'contact' as const, id })),
    ...conversations.flatMap((one) => (one.assigneeId === null ? [] : [{ kind: 'member' as const, id: one.assigneeId }])),
    ...[...newest.values()].flatMap(({ last, lastWritten }) => [last, lastWritten].flatMap((one) => one?.author ?? [])),
  ])
  const teams = await loadTeams(ctx, db, [...new Set(conversations.flatMap((one) => one.teamId ?? []))])
  const replies = await findReplies(db, accountId, conversations, channels, core.now())
  return conversations.map((conversation) => ({
    conversation,
    channel: channels.get(conversation.channelId),
    canReply: replies.get(conversation.id) ?? true,
    contact: pick(authors, conversation.contactId, 'contact'),
    assignee: pick(authors, conversation.assigneeId, 'member'),
    team: teams.get(conversation.teamId ?? 0),
    links: links.filter((link) => link.contactId === conversation.contactId && link.channelId === conversation.channelId),
    last: newest.get(conversation.id)?.last,
    lastWritten: newest.get(conversation.id)?.lastWritten,
    authors,
    unread: unread.get(conversation.id) ?? 0,
  }))
}

async function findNewest(ctx: Ctx, db: Db, ids: readonly number[], { deleted }: { deleted: boolean }): Promise<Newest> {
  const { accountId } = ctx
  const notes = seesNotes(ctx)
  const lastIds = await findLastMessageIds(db, accountId, ids, { notes, deleted, system: true })
  const writtenIds = await findLastMessageIds(db, accountId, ids, { notes, deleted, system: true, activities: false })
  const found = await findMessages(db, accountId, [...new Set([...lastIds.values(), ...writtenIds.values()])])
  const messages = new Map(found.map((one) => [one.id, one]))
  const pick = (id: number | undefined) => (id === undefined ? undefined : messages.get(id))
  return new Map(ids.map((id) => [id, { last: pick(lastIds.get(id)), lastWritten: pick(writtenIds.get(id)) }]))
}

/** Whether the team may still reply, by id, where the channel gives it a number of hours for that (chatwoot sheet 8). */
async function findReplies(
  db: Db,
  accountId: number,
  conversations: readonly Conversation[],
  channels: ReadonlyMap<number, Channel>,
  now: number,
): Promise<ReadonlyMap<number, boolean>> {
  const hours = (one: Conversation) => Number(channels.get(one.channelId)?.settings.replyWindowHours ?? 0)
  const limited = conversations.filter((one) => hours(one) > 0)
  if (limited.length === 0) return new Map()
  const ids = limited.map((one) => one.id)
  const last = await findLastInboundTimes(db, accountId, ids)
  return new Map(limited.map((one) => [one.id, (last.get(one.id) ?? 0) + hours(one) * 3_600_000_000 > now]))
}

export async function loadOverview(
  ctx: Ctx,
  db: Db,
  conversation: Conversation,
  options: Parameters<typeof loadOverviews>[3],
): Promise<Overview> {
  const [overview] = await loadOverviews(ctx, db, [conversation], options)
  return overview as Overview
}

function pick<K extends Author['kind']>(
  authors: ReadonlyMap<number, Author>,
  id: number | null,
  kind: K,
): Extract<Author, { kind: K }> | undefined {
  const author = id === null ? undefined : authors.get(id)
  return author?.kind === kind ? (author as Extract<Author, { kind: K }>) : undefined
}
