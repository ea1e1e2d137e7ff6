import type { Conversation } from './conversation.ts'

/**
 * How far a member sees into an account: everywhere, or not into the channels that have members of their own and this member is none of them, unless
 * the conversation is one of the member's teams', or the member takes part in it.
 */
export type Reach = 'all' | { memberId: number; closedChannelIds: readonly number[]; teamIds: readonly number[] }

/** Whether a channel is one the member is told of: where they may answer, or everybody does. */
export function seesChannel(reach: Reach, channelId: number): boolean {
  return reach === 'all' || !reach.closedChannelIds.includes(channelId)
}

/** Whether a conversation is within reach, as far as it says so itself; the rest is whether the member takes part in it. */
export function isWithin(reach: Reach, { channelId, teamId }: Conversation): boolean {
  if (reach === 'all' || seesChannel(reach, channelId)) return true
  return teamId !== null && reach.teamIds.includes(teamId)
}
