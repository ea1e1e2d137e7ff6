import type { AuthorRef } from '../../../model/author.ts'
import type { ConversationStatus } from '../../../model/conversation.ts'
import type { Reach } from '../../../model/reach.ts'
import type { TicketSource } from '../../../model/ticket.ts'
import type { Db, Param } from '../../db.ts'
import { type Condition, conditionsText } from './filter-text.ts'

/**
 * Everything absent filters nothing. `participantId` keeps the conversations an author is in and has not left; `concerning` those and the author's own: with
 * that contact, or created by that application (the rule is `mayReadConversation`).
 */
export type ConversationFilter = {
  /** How far the reader sees; there is no default for it. */
  reach: Reach
  number?: number
  statuses?: readonly ConversationStatus[]
  channelId?: number
  contactId?: number
  applicationId?: number
  assigneeId?: number | 'none' | 'any'
  teamId?: number
  participantId?: number
  concerning?: AuthorRef
  kind?: string
  /** What a support ticket says beside its conversation. */
  ticket?: { source?: TicketSource; orderReference?: string }
  label?: string
  /** Any of these labels. */
  labels?: readonly string[]
  ids?: readonly number[]
  /** Created, or last changed, in this span of time: `from` is in it, `before` is not. */
  created?: TimeSpan
  updated?: TimeSpan
  /** Whatever else is asked for, in a statement of its own. */
  conditions?: readonly Condition[]
  /** `true` keeps what nobody of the team has answered yet, or where the customer waits again. */
  unattended?: true
}

export type TimeSpan = { from: number; before: number }

/** The condition of a filter, to which a query may add its own. */
export function whereText(accountId: number, filter: ConversationFilter) {
  const params: Param[] = []
  const parts: string[] = []
  const param = (value: Param) => `$${params.push(value)}`
  const add = (part: string) => parts.push(part)
  const account = param(accountId)
  add(`account_id = ${account}`)
  if (filter.number !== undefined) add(`number = ${param(filter.number)}`)
  // One status alone leaves the index by status in the order of activity.
  if (filter.statuses?.length === 1) add(`status = ${param(filter.statuses[0] as string)}`)
  else if (filter.statuses) add(`status = any(${param(filter.statuses)})`)
  if (filter.channelId !== undefined) add(`channel_id = ${param(filter.channelId)}`)
  if (filter.contactId !== undefined) add(`contact_id = ${param(filter.contactId)}`)
  if (filter.applicationId !== undefined) add(`application_id = ${param(filter.applicationId)}`)
  if (filter.assigneeId === 'none') add('assignee_id is null')
  else if (filter.assigneeId === 'any') add('assignee_id is not null')
  else if (filter.assigneeId !== undefined) add(`assignee_id = ${param(filter.assigneeId)}`)
  if (filter.teamId !== undefined) add(`team_id = ${param(filter.teamId)}`)
  if (filter.kind !== undefined) add(`kind = ${param(filter.kind)}`)
  if (filter.ticket) {
    const { source, orderReference } = filter.ticket
    const said = [
      ...(source === undefined ? [] : [`and source = ${param(source)}`]),
      ...(orderReference === undefined ? [] : [`and order_reference = ${param(orderReference)}`]),
    ]
    add(`id in (select conversation_id from tickets where account_id = ${account} ${said.join(' ')})`)
  }
  if (filter.ids) add(`id = any(${param(filter.ids)})`)
  // Labels are a JSON array of strings; a label is found as its own JSON text. `like` would not tell upper from lower case on SQLite.
  const labelled = (label: string) => `replace(labels, ${param(JSON.stringify(label))}, '') <> labels`
  if (filter.label !== undefined) add(labelled(filter.label))
  if (filter.labels && filter.labels.length > 0) add(`(${filter.labels.map(labelled).join(' or ')})`)
  if (filter.created) add(`created_at >= ${param(filter.created.from)} and created_at < ${param(filter.created.before)}`)
  if (filter.updated) add(`updated_at >= ${param(filter.updated.from)} and updated_at < ${param(filter.updated.before)}`)
  if (filter.conditions) add(conditionsText(filter.conditions, param))
  if (filter.unattended) add('(first_reply_at is null or waiting_since is not null)')
  const joined = (authorId: number) =>
    `id in (select conversation_id from participants where account_id = ${account} and author_id = ${param(authorId)} and left_at is null)`
  if (filter.participantId !== undefined) add(joined(filter.participantId))
  if (filter.reach !== 'all') add(withinReach(filter.reach, param, account))
  if (filter.concerning) {
    const { kind, id } = filter.concerning
    const own = kind === 'contact' ? 'contact_id' : kind === 'application' ? 'application_id' : undefined
    add(own ? `(${own} = ${param(id)} or ${joined(id)})` : joined(id))
  }
  return { params, param, add, text: () => parts.join(' and ') }
}

/** The condition that a conversation is within somebody's reach (the rule is `isWithin`). `account` is the parameter that holds the account. */
export function withinReach(reach: Exclude<Reach, 'all'>, param: (value: Param) => string, account: string): string {
  if ('onlyChannelId' in reach) return `channel_id = ${param(reach.onlyChannelId)}`
  const joined = `id in (select conversation_id from participants where account_id = ${account} and author_id = ${param(reach.memberId)} and left_at is null)`
  return `(not (channel_id = any(${param(reach.closedChannelIds)})) or team_id = any(${param(reach.teamIds)}) or ${joined})`
}

/** How a statement with this filter is run: what has conditions of its own, or any number of labels, is not kept prepared. */
export function listBy(db: Db, { conditions, labels = [] }: ConversationFilter): Db['all'] {
  return conditions || labels.length > 1 ? db.allOnce : db.all
}
