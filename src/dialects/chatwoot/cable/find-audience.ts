import type { Core } from '../../../core/context.ts'
import type { Conversation } from '../../../model/conversation.ts'
import { isWithin } from '../../../model/reach.ts'
import { findParticipants } from '../../../storage/queries/conversations/participants.ts'
import { mayOpen } from '../client-api/visitor.ts'
import type { Audience } from './cable-events.ts'
import type { Side } from './render-event.ts'
import type { Listener } from './room.ts'
import type { Subscriber } from './subscriber.ts'

type MemberListener = Listener & { subscriber: Extract<Subscriber, { member: unknown }> }

/** Which of an account's listeners are told of something, and in whose eyes. Without a conversation it is told to everybody it is for, or to nobody. */
export async function findAudience(
  core: Core,
  listeners: ReadonlySet<Listener>,
  to: Audience,
  conversation: Conversation | undefined,
): Promise<{ listener: Listener; side: Side }[]> {
  const members = [...listeners].filter(isMember)
  const asTeam = (listener: Listener) => ({ listener, side: 'team' as const })
  if (to === 'account') return members.map(asTeam)
  if (!conversation) return []
  const meant = typeof to === 'object' ? members.filter((one) => to.memberIds.includes(one.subscriber.author.id)) : members
  const team = (await withinReach(core, meant, conversation)).map(asTeam)
  if (to !== 'both') return team
  const own = [...listeners].filter((listener) => isOwn(listener, conversation))
  return [...team, ...own.map((listener) => ({ listener, side: 'contact' as const }))]
}

/** Those to whom the conversation exists: it is within their reach, or they take part in it. */
async function withinReach(core: Core, members: MemberListener[], conversation: Conversation): Promise<MemberListener[]> {
  const beyond = members.filter((one) => !isWithin(one.subscriber.reach, conversation))
  if (beyond.length === 0) return members
  const ids = [...new Set(beyond.map((one) => one.subscriber.author.id))]
  const rows = await findParticipants(core.store, conversation.accountId, [conversation.id], ids)
  const joined = new Set(rows.filter((row) => row.leftAt === null).map((row) => row.authorId))
  return members.filter((one) => isWithin(one.subscriber.reach, conversation) || joined.has(one.subscriber.author.id))
}

function isMember(listener: Listener): listener is MemberListener {
  return 'member' in listener.subscriber
}

/** Whether it is the visitor's own conversation, as far as their source id opens it (chatwoot sheet 9). */
function isOwn({ subscriber }: Listener, conversation: Conversation): boolean {
  return 'visitor' in subscriber && mayOpen(subscriber.visitor, conversation, true)
}
