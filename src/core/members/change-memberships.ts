import type { Member } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { findChannel, lockChannel } from '../../storage/queries/channels.ts'
import { findMembers, holdMembers } from '../../storage/queries/people/members.ts'
import { deleteMemberships, type GroupKind, insertMemberships, listMembersOf } from '../../storage/queries/people/memberships.ts'
import { teams } from '../../storage/queries/people/teams.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

/** A team or a channel, and what is to become of who is in it; `set` leaves nobody but those named. */
export type MembershipChange = { kind: GroupKind; id: number; action: 'add' | 'set' | 'remove'; memberIds: readonly number[] }

/**
 * Puts members into a team or a channel, or takes them out; somebody who is in it already, or not in it, is no mistake. Gives all who are in it then and those who
 * came in. Refuses with `team_not_found`, `channel_not_found`, `member_not_found`.
 */
export async function changeMemberships(ctx: Ctx, tx: Tx, change: MembershipChange): Promise<{ members: Member[]; added: Member[] }> {
  const { accountId } = ctx
  const { kind, id, action } = change
  const group = kind === 'team' ? await teams.lock(tx, accountId, id) : await lockChannel(tx, accountId, id)
  if (!group) throw new AppError(kind === 'team' ? 'team_not_found' : 'channel_not_found')
  const wanted = new Set(change.memberIds)
  const people = (await holdMembers(tx, accountId, [...wanted])).filter((member) => member.role !== 'bot')
  if (people.length !== wanted.size) throw new AppError('member_not_found')
  const present = new Set((await listMembersOf(tx, accountId, kind, [id])).get(id))
  const added = action === 'remove' ? [] : [...wanted].filter((one) => !present.has(one))
  const removed = action === 'add' ? [] : [...present].filter((one) => wanted.has(one) === (action === 'remove'))
  if (removed.length > 0) await deleteMemberships(tx, accountId, kind, id, removed)
  await insertMemberships(tx, accountId, kind, id, added)
  if (added.length + removed.length > 0) {
    tx.afterCommit(() => ctx.core.reaches.clear())
    const event = subjectEvent(kind === 'team' ? 'team.updated' : 'channel.updated', id, ctx.actor, { fields: ['members'] })
    await recordEvents(tx, accountId, ctx.core.now(), [event])
  }
  const left = new Set([...present, ...added])
  for (const one of removed) left.delete(one)
  const members = byName(await findMembers(tx, accountId, [...left]))
  return { members, added: members.filter((member) => added.includes(member.id)) }
}

/** Who is in a team or a channel, by name. Refuses with `team_not_found`, `channel_not_found`. */
export async function listGroupMembers(ctx: Ctx, db: Db, kind: GroupKind, id: number): Promise<Member[]> {
  const { accountId } = ctx
  const group = kind === 'team' ? await teams.find(db, accountId, id) : await findChannel(db, accountId, id)
  if (!group) throw new AppError(kind === 'team' ? 'team_not_found' : 'channel_not_found')
  const ids = (await listMembersOf(db, accountId, kind, [id])).get(id) ?? []
  return byName(await findMembers(db, accountId, ids))
}

/** As lists of members are ordered. */
function byName(members: readonly Member[]): Member[] {
  return members.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id))
}
