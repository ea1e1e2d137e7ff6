import type { Query } from '../api/client.ts'
import type { Conversation } from '../api/wire.ts'

export const TABS = ['mine', 'unassigned', 'all'] as const
export type Tab = (typeof TABS)[number]
export const STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const
export type Status = Conversation['status']

/** Which conversations are listed; whatever is absent narrows nothing. */
export type Filter = {
  tab: Tab
  status?: Status
  channelId?: number
  label?: string
  teamId?: number
  contactId?: number
}

export const FIRST_FILTER: Filter = { tab: 'all', status: 'open' }

/** Whether a conversation is in the list as it is now; the server's own rule for the same query. Pure, like all of this file. */
export function belongs(filter: Filter, meId: number, one: Conversation): boolean {
  const { tab, status, channelId, label, teamId, contactId } = filter
  if (tab === 'mine' && one.assigneeId !== meId) return false
  if (tab === 'unassigned' && one.assigneeId !== null) return false
  if (status !== undefined && one.status !== status) return false
  if (channelId !== undefined && one.channelId !== channelId) return false
  if (label !== undefined && !one.labels?.includes(label)) return false
  if (teamId !== undefined && one.teamId !== teamId) return false
  return contactId === undefined || one.contactId === contactId
}

/** What the counts of the tabs are asked by: everything but the tab. */
export function toCountQuery({ tab: _, status, channelId, label, teamId, contactId }: Filter): Query {
  return { status, channelId, label, teamId, contactId }
}

export function toListQuery(filter: Filter): Query {
  const assignee = { mine: 'me', unassigned: 'none', all: undefined }[filter.tab]
  return { ...toCountQuery(filter), assignee, include: 'overview' }
}

/** How many filters narrow the list beside the tab and the status. */
export function countNarrowing({ channelId, label, teamId, contactId }: Filter): number {
  return [channelId, label, teamId, contactId].filter((one) => one !== undefined).length
}
