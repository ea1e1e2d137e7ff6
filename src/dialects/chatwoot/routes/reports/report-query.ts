import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import type { ReportRange, ReportScope } from '../../../../core/reports/tally-log.ts'
import { AppError } from '../../../../model/errors.ts'
import { findChannel } from '../../../../storage/queries/channels.ts'
import { findMembers } from '../../../../storage/queries/people/members.ts'
import { teams } from '../../../../storage/queries/people/teams.ts'
import { labels } from '../../../../storage/queries/records/labels.ts'
import { badQuery, toPathId, toWord } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

const TYPES = ['account', 'agent', 'inbox', 'label', 'team'] as const
const WEEK = 7 * 24 * 3600

export const ReportQuery = Type.Object({
  type: Type.Optional(Type.String({ description: '`account` (default), `agent`, `inbox`, `label` or `team`' })),
  id: Type.Optional(Type.String({ description: 'Of the agent, inbox, label or team' })),
  since: Type.Optional(Type.String({ description: 'Unix seconds; a week before `until` when absent' })),
  until: Type.Optional(Type.String({ description: 'Unix seconds, not included; now when absent' })),
})
type Query = Static<typeof ReportQuery>

/** What a report is about. Refuses an id that names nothing of the account's. */
export async function readScope({ core: { store }, accountId }: Ctx, query: Query, profile: Profile): Promise<ReportScope> {
  const { id = '' } = query
  switch (toWord('type', query.type, TYPES, profile) ?? 'account') {
    case 'account':
      return { kind: 'account' }
    case 'agent': {
      const [member] = await findMembers(store, accountId, [toPathId(id, 'member_not_found')])
      if (!member) throw new AppError('member_not_found')
      return { kind: 'member', id: member.id }
    }
    case 'inbox': {
      const channel = await findChannel(store, accountId, toPathId(id, 'channel_not_found'))
      if (!channel) throw new AppError('channel_not_found')
      return { kind: 'channel', id: channel.id }
    }
    case 'team': {
      const team = await teams.find(store, accountId, toPathId(id, 'team_not_found'))
      if (!team) throw new AppError('team_not_found')
      return { kind: 'team', id: team.id }
    }
    case 'label': {
      const label = await labels.find(store, accountId, toPathId(id, 'label_not_found'))
      if (!label) throw new AppError('label_not_found')
      return { kind: 'label', title: label.title }
    }
  }
}

/** In seconds. */
export function readRange({ core }: Ctx, query: Query, profile: Profile): ReportRange {
  const until = toSeconds('until', query.until, profile) ?? Math.ceil(core.now() / 1e6)
  const since = toSeconds('since', query.since, profile) ?? Math.max(until - WEEK, 0)
  if (since > until) throw badQuery(profile, 'since', 'since must not be after until')
  return { since, until }
}

export function toMicroseconds({ since, until }: ReportRange): ReportRange {
  return { since: since * 1e6, until: until * 1e6 }
}

function toSeconds(name: string, input: string | undefined, profile: Profile): number | undefined {
  if (input === undefined || input === '') return undefined
  if (!/^\d{1,10}$/.test(input)) throw badQuery(profile, name, `${name} must be a number of seconds`)
  return Number(input)
}
