import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { listChannels, updateChannel } from '../../storage/queries/channels.ts'
import { findMembers, removeMember } from '../../storage/queries/people/members.ts'
import { deleteMembershipsOf } from '../../storage/queries/people/memberships.ts'
import { revokeTokensOf } from '../../storage/queries/people/tokens.ts'
import { deleteSavedFiltersOf } from '../../storage/queries/records/saved-filters.ts'
import type { Ctx } from '../context.ts'
import { updateEach } from '../conversations/update-each.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { forgetPassword } from '../sessions/set-password.ts'
import { forgetTokensAfter } from '../tokens/forget-tokens.ts'

/**
 * Takes somebody out of the account, or a bot: their tokens and password end, their conversations are nobody's, they are in no team and answer in no channel. What they have said
 * stays, under their name. Refuses with `member_not_found`.
 */
export async function deleteMember(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  const { core, accountId, actor } = ctx
  const [member] = await findMembers(tx, accountId, [id])
  if (!member) throw new AppError('member_not_found')
  const now = core.now()
  const events: NewEvent[] = await updateEach(ctx, tx, { reach: 'all', assigneeId: id }, () => ({ assigneeId: null }))
  for (const channel of member.role === 'bot' ? await listChannels(tx, accountId) : []) {
    if (channel.botId !== id) continue
    await updateChannel(tx, { ...channel, botId: null, updatedAt: now })
    tx.afterCommit(() => core.channels.delete(channel.id))
    events.push(subjectEvent('channel.updated', channel.id, actor, { fields: ['botId'] }))
  }
  await deleteMembershipsOf(tx, accountId, id)
  await deleteSavedFiltersOf(tx, accountId, id)
  await revokeTokensOf(tx, accountId, member, now)
  await removeMember(tx, accountId, id, now)
  await forgetPassword(tx, accountId, id)
  tx.afterCommit(() => {
    core.authors.delete(id)
    core.reaches.clear()
  })
  forgetTokensAfter(tx, core, (token) => token.author.id === id)
  await recordEvents(tx, accountId, now, [...events, subjectEvent('member.deleted', id, actor)])
}
