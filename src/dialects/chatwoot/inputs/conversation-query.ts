import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../core/context.ts'
import { narrowTo, searchMessages } from '../../../core/search/search-messages.ts'
import type { ContactChannel } from '../../../model/channel.ts'
import type { ConversationStatus } from '../../../model/conversation.ts'
import { AppError } from '../../../model/errors.ts'
import type { Message } from '../../../model/message.ts'
import type { Db } from '../../../storage/db.ts'
import { findContactChannel, listChannels } from '../../../storage/queries/channels.ts'
import type { ConversationFilter } from '../../../storage/queries/conversations/conversation-filter.ts'
import type { ConversationOrder, ConversationRank } from '../../../storage/queries/conversations/conversations.ts'
import { findTeams } from '../../../storage/queries/people/teams.ts'
import type { Profile } from '../profile.ts'
import { badQuery, ListInput, toLabels, toWord } from './inputs.ts'

/** What a list of conversations can be narrowed by (chatwoot sheet 6.2, ndoto sheet 4, 99digital sheet 4). */
export const ConversationQuery = Type.Object({
  status: Type.Optional(Type.String({ description: '`open` (when absent), `resolved`, `pending`, `snoozed`, `all`' })),
  assignee_type: Type.Optional(Type.String({ description: '`me`, `unassigned`, `assigned`, `all` (when absent)' })),
  inbox_id: Type.Optional(Type.String()),
  team_id: Type.Optional(Type.String()),
  labels: Type.Optional(ListInput),
  'labels[]': Type.Optional(ListInput),
  q: Type.Optional(Type.String({ description: 'Words of a message; conversations of every status are found' })),
  source_id: Type.Optional(Type.String()),
  conversation_type: Type.Optional(Type.String({ description: '`mention`, `participating`, `unattended`' })),
  updated_within: Type.Optional(Type.String({ description: 'Seconds; the answer is then not paged' })),
  sort_by: Type.Optional(
    Type.String({ description: '`last_activity_at_desc` (when absent); `created_at`, `priority`, `waiting_since`; `_asc` or `_desc`' }),
  ),
  sort: Type.Optional(Type.String({ description: '`created_at`, `updated_at`, `last_activity_at`; newest first' })),
})
export type ConversationQuery = Static<typeof ConversationQuery>

/** The statuses behind the family's words, which know no archive. */
export const STATUSES: Record<string, readonly ConversationStatus[] | undefined> = {
  open: ['open'],
  resolved: ['resolved', 'archived'],
  pending: ['pending'],
  snoozed: ['snoozed'],
  all: undefined,
}
const STATUS_WORDS = Object.keys(STATUSES)
const TYPES = ['mention', 'participating', 'unattended'] as const
const ASSIGNEES = ['me', 'unassigned', 'assigned', 'all'] as const

/** A filter that lets nothing through. */
const NOTHING: ConversationFilter = { ids: [], reach: 'all' }
/** How many messages a search goes through to find their conversations. */
const MAX_FOUND = 500

/** Everything but the assignee, by which the counts divide what this lets through. */
export async function readFilter(ctx: Ctx, query: ConversationQuery, profile: Profile): Promise<ConversationFilter> {
  const status = toWord('status', query.status, STATUS_WORDS, profile) ?? 'open'
  const type = toWord('conversation_type', query.conversation_type, TYPES, profile)
  const filter: ConversationFilter = { reach: ctx.reach, labels: toLabels(profile, query.labels, query['labels[]']) }
  if (!query.q) filter.statuses = STATUSES[status]
  if (query.inbox_id) {
    if (!/^\d{1,15}$/.test(query.inbox_id)) throw badQuery(profile, 'inbox_id', 'inbox_id must be an integer')
    filter.channelId = Number(query.inbox_id)
  }
  if (query.team_id) filter.teamId = await readTeam(ctx, query.team_id, profile)
  if (type === 'mention') filter.ids = await findMentions(ctx)
  if (type === 'participating') filter.participantId = ctx.actor.id
  if (type === 'unattended') filter.unattended = true
  if (query.updated_within) {
    const from = ctx.core.now() - toWithin(query.updated_within, profile) * 1e6
    filter.updated = { from, before: Number.MAX_SAFE_INTEGER }
  }
  if (query.source_id) {
    const link = await findLink(ctx, ctx.core.store, query.source_id)
    if (!link) return NOTHING
    filter.contactId = link.contactId
    filter.channelId = link.channelId
  }
  if (query.q) {
    const found = [...new Set((await findWritten(ctx, query.q)).map((one) => one.conversationId))]
    filter.ids = filter.ids ? filter.ids.filter((id) => found.includes(id)) : found
  }
  return filter
}

/** The newest messages to and from customers that hold all of the words. */
export async function findWritten(ctx: Ctx, words: string): Promise<Message[]> {
  return (await find(ctx, words)).filter((message) => message.direction !== 'system')
}

/** The newest messages within the caller's reach; every role of the family sees the account's conversations, as far as it goes. */
async function find(ctx: Ctx, words: string): Promise<Message[]> {
  const reader = { role: 'agent', id: ctx.actor.id } as const
  return (await searchMessages(ctx, words, { limit: MAX_FOUND, ...narrowTo(ctx, reader) })).messages
}

/** Refuses with `team_not_found` (chatwoot sheet 3). */
async function readTeam(ctx: Ctx, text: string, profile: Profile): Promise<number> {
  if (!/^\d{1,15}$/.test(text)) throw badQuery(profile, 'team_id', 'team_id must be an integer')
  const [team] = await findTeams(ctx.core.store, ctx.accountId, [Number(text)])
  if (!team) throw new AppError('team_not_found')
  return team.id
}

/** Where a note mentions the caller, as the family's clients write it: `[@Ann](mention://user/5/Ann)`. */
async function findMentions(ctx: Ctx): Promise<number[]> {
  const messages = await find(ctx, `mention user ${ctx.actor.id}`)
  const isMention = ({ private: isNote, text }: Message) => isNote && text?.includes(`mention://user/${ctx.actor.id}/`)
  return [...new Set(messages.filter(isMention).map((one) => one.conversationId))]
}

export function readAssignee(ctx: Ctx, query: ConversationQuery, profile: Profile): Pick<ConversationFilter, 'assigneeId'> {
  const type = toWord('assignee_type', query.assignee_type, ASSIGNEES, profile)
  if (type === 'me') return { assigneeId: ctx.actor.id }
  if (type === 'unassigned') return { assigneeId: 'none' }
  return type === 'assigned' ? { assigneeId: 'any' } : {}
}

type Order = { orderBy?: ConversationOrder; rankBy?: ConversationRank; order?: 'asc' | 'desc' }

const ORDERS: Record<string, Order> = {
  last_activity_at: { orderBy: 'last_activity_at' },
  // Numbers are given in the order of creation, and there is an index of them.
  created_at: { orderBy: 'number' },
  updated_at: { orderBy: 'updated_at' },
  priority: { rankBy: 'priority' },
  waiting_since: { rankBy: 'waiting_since' },
}

/** One vendor names a field, another a field and a direction. */
export function readOrder({ sort_by, sort }: ConversationQuery, profile: Profile): Order {
  const match = /^(.+?)(?:_(asc|desc))?$/.exec(sort_by || sort || 'last_activity_at')
  const order = ORDERS[match?.[1] ?? '']
  if (order) return { ...order, order: match?.[2] === 'asc' ? 'asc' : 'desc' }
  if (profile.desk.strictQueries) throw badQuery(profile, 'sort', 'sort must be one of created_at, updated_at, last_activity_at')
  return {}
}

function toWithin(text: string, profile: Profile): number {
  if (!/^\d{1,9}$/.test(text)) throw badQuery(profile, 'updated_within', 'updated_within must be a number of seconds')
  return Number(text)
}

/** The link with this source id in one inbox, or in any of the account. */
export async function findLink({ accountId }: Ctx, db: Db, sourceId: string, channelId?: number): Promise<ContactChannel | undefined> {
  const channels = channelId === undefined ? (await listChannels(db, accountId)).map((one) => one.id) : [channelId]
  for (const id of channels) {
    const link = await findContactChannel(db, accountId, id, sourceId)
    if (link) return link
  }
  return undefined
}
