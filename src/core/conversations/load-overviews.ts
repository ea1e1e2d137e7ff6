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

/**
 * The overviews of a page of conversations, in its order, with one query per kind of thing however many they are. `deleted` says whether a tombstone may be the
 * last message.
 */
export async function loadOverviews(
  ctx: Ctx,
  db: Db,
  conversations: readonly Conversation[],
  { deleted }: { deleted: boolean },
): Promise<Overview[]> {
  if (conversations.length === 0) return []
  const { core, accountId } = ctx
  const ids = conversations.map((one) => one.id)
  const contactIds = [...new Set(conversations.flatMap((one) => one.contactId ?? []))]
  const notes = seesNotes(ctx)
  const lastIds = await findLastMessageIds(db, accountId, ids, { notes, deleted, system: true })
  const writtenIds = await findLastMessageIds(db, accountId, ids, { notes, deleted, system: true, activities: false })
  const messages = new Map(
    (await findMessages(db, accountId, [...new Set([...lastIds.values(), ...writtenIds.values()])])).map((one) => [one.id, one]),
  )
  const unread = await countUnread(db, accountId, ids)
  const channels = new Map((await listChannels(db, accountId)).map((one) => [one.id, one]))
  const links = contactIds.length > 0 ? await listContactChannels(db, accountId, contactIds) : []
  const authors = await loadAuthors(core, db, accountId, [
    ...contactIds.map((id) => ({ kind: 'contact' as const, id })),
    ...conversations.flatMap((one) => (one.assigneeId === null ? [] : [{ kind: 'member' as const, id: one.assigneeId }])),
    ...[...messages.values()].map((one) => one.author),
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
    last: messages.get(lastIds.get(conversation.id) ?? 0),
    lastWritten: messages.get(writtenIds.get(conversation.id) ?? 0),
    authors,
    unread: unread.get(conversation.id) ?? 0,
  }))
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

export async function loadOverview(ctx: Ctx, db: Db, conversation: Conversation, options: { deleted: boolean }): Promise<Overview> {
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
