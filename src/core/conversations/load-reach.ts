import type { Member } from '../../model/author.ts'
import type { Reach } from '../../model/reach.ts'
import { listClosedChannels, listGroupsOf } from '../../storage/queries/people/memberships.ts'
import type { Core } from '../context.ts'

/**
 * How far a member sees. A channel without members is open to the whole team, one with members to those and to the teams of a conversation (chatwoot sheet 2);
 * administrators, dispatchers and bots see everything. Another process's change may go unnoticed for a second.
 */
export function loadReach(core: Core, { accountId, id, role }: Member): Reach | Promise<Reach> {
  if (role !== 'agent') return 'all'
  return core.reaches.get(`${accountId} ${id}`) ?? readReach(core, accountId, id)
}

async function readReach(core: Core, accountId: number, memberId: number): Promise<Reach> {
  const closedChannelIds = await listClosedChannels(core.store, accountId, memberId)
  const reach: Reach =
    closedChannelIds.length === 0
      ? 'all'
      : { memberId, closedChannelIds, teamIds: await listGroupsOf(core.store, accountId, 'team', memberId) }
  core.reaches.set(`${accountId} ${memberId}`, reach)
  return reach
}
