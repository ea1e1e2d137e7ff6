import type { TSchema } from 'typebox'
import type { Profile } from './profile.ts'

/** The response schemas of the statuses a route may refuse with: its own, and those of an address, a body or a server that is not as it should be. */
export function refusals(profile: Profile, statuses: readonly number[]): Record<number, TSchema> {
  const common = [400, 413, 415, ...statuses, 500, 503]
  return { ...Object.fromEntries(common.map((status) => [status, profile.Refusal])), 429: profile.RateRefusal ?? profile.Refusal }
}
