import type { Conversation } from './conversation.ts'

/** How far somebody sees into an account: everywhere, as far as a member of the team does, or into one channel, as a visitor does. */
export type Reach = 'all' | MemberReach | { onlyChannelId: number }

/**
 * Not into the channels that have members of their own and this member is none of them, unless the conversation is one of the member's teams', or the member takes
 * part in it.
 */
export type MemberReach = { memberId: number; closedChannelIds: readonly number[]; teamIds: readonly number[] }

/** Whether a channel is one the caller is told of: where they may answer, or everybody does. */
export function seesChannel(reach: Reach, channelId: number): boolean {
  if (reach === 'all') return true
  return 'onlyChannelId' in reach ? reach.onlyChannelId === channelId : !reach.closedChannelIds.includes(channelId)
}

/** Whether a conversation is within reach, as far as it says so itself; the rest is whether the member takes part in it (`opensByPart`). */
export function isWithin(reach: Reach, { channelId, teamId }: Conversation): boolean {
  if (reach === 'all' || seesChannel(reach, channelId)) return true
  return 'memberId' in reach && teamId !== null && reach.teamIds.includes(teamId)
}

/** Whether taking part in a conversation opens it beyond what `isWithin` says: a visitor's channel is a wall. */
export function opensByPart(reach: Reach): reach is MemberReach {
  return reach !== 'all' && 'memberId' in reach
}
