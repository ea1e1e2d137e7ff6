import type { Connections, Member, Token } from '../api/wire.ts'

export type Connection = Connections['connections'][number]
export type HolderKind = 'member' | 'contact' | 'application'
export type Term = 'never' | 'month' | 'quarter' | 'year'

const DAYS: Record<Exclude<Term, 'never'>, number> = { month: 30, quarter: 90, year: 365 }

/** The kinds of those whom a token of an API may act as. */
export function kindsOf({ actsAs }: Connection): HolderKind[] {
  const kinds = actsAs.map((role) => (role === 'contact' || role === 'application' ? role : 'member'))
  return [...new Set(kinds)]
}

/** The members who may come in through an API. */
export function membersFor({ actsAs }: Connection, members: readonly Member[]): Member[] {
  return members.filter(({ role }) => actsAs.includes(role))
}

/** The applications that have a token in the account, for which alone others can be made, by name. */
export function applicationsOf(tokens: readonly Token[]): { id: number; name: string }[] {
  const found = new Map<number, string>()
  for (const { author } of tokens) if (author.kind === 'application' && author.name !== null) found.set(author.id, author.name)
  return [...found].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name))
}

/** When a token that is made now ends, as the API takes it. */
export function endOf(term: Term, now: number): string | null {
  return term === 'never' ? null : new Date(now + DAYS[term] * 86_400_000).toISOString()
}

export function hasEnded({ expiresAt }: Token, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now
}
