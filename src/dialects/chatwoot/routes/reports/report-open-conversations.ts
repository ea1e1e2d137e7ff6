import { Type } from 'typebox'
import { listMembers } from '../../../../storage/queries/people/members.ts'
import { countOpenByAssignee } from '../../../../storage/queries/reports.ts'
import type { App } from '../../../dialect.ts'
import { answers, toPage, toWord } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

const AGENTS_PER_PAGE = 25

const Counts = { open: Type.Integer(), unattended: Type.Integer() }
const AgentCounts = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  email: Type.String(),
  thumbnail: Type.String(),
  availability: Type.String(),
  metric: Type.Object(Counts),
})

/** `unattended` ones wait for the team: nobody has replied yet, or the customer has written since. */
export function reportOpenConversations(app: App, profile: Profile): void {
  app.get(
    '/conversations',
    {
      config: { action: 'readReports' },
      schema: {
        summary: 'Count open conversations, of the account or of each agent',
        querystring: Type.Object({
          type: Type.Optional(Type.String({ description: '`account` (default) or `agent`' })),
          user_id: Type.Optional(Type.String({ description: 'Of `agent`: this one only' })),
          page: Type.Optional(Type.String({ description: 'Of `agent`: 25 a page' })),
        }),
        response: answers(profile, Type.Union([Type.Object({ ...Counts, unassigned: Type.Integer() }), Type.Array(AgentCounts)])),
      },
    },
    async ({ ctx, query }) => {
      const { store } = ctx.core
      const type = toWord('type', query.type, ['account', 'agent'], profile) ?? 'account'
      const counts = await countOpenByAssignee(store, ctx.accountId)
      if (type === 'account') {
        const sum = (name: 'open' | 'unattended') => counts.reduce((all, one) => all + one[name], 0)
        const unassigned = counts.find((one) => one.assigneeId === null)?.open ?? 0
        return { open: sum('open'), unattended: sum('unattended'), unassigned }
      }
      const from = (toPage(query.page, profile) - 1) * AGENTS_PER_PAGE
      const members = (await listMembers(store, ctx.accountId)).filter(({ role }) => role !== 'bot')
      const wanted = query.user_id ? members.filter((one) => String(one.id) === query.user_id) : members
      return wanted.slice(from, from + AGENTS_PER_PAGE).map((member) => {
        const { open = 0, unattended = 0 } = counts.find((one) => one.assigneeId === member.id) ?? {}
        const { id, name, email, avatarUrl, availability } = member
        return { id, name, email: email ?? '', thumbnail: avatarUrl ?? '', availability, metric: { open, unattended } }
      })
    },
  )
}
