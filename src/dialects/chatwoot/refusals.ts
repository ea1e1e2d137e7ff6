import type { TSchema } from 'typebox'
import type { Profile } from './profile.ts'

/** The response schemas of the statuses a route may refuse with. */
export function refusals(profile: Profile, statuses: readonly number[]): Record<number, TSchema> {
  const common = [...statuses, 429, 500, 503]
  return Object.fromEntries(common.map((status) => [status, profile.Refusal]))
}
