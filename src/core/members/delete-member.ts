import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { listChannels, lockChannel, updateChannel } from '../../storage/queries/channels.ts'
import { lockMember, removeMember } from '../../storage/queries/people/members.ts'
import { deleteMembershipsOf } from '../../storage/queries/people/memberships.ts'
import { revokeTokensOf } from '../../storage/queries/people/tokens.ts'
import { deleteSavedFiltersOf } from '../../storage/queries/records/saved-filters.ts'
import type { Ctx } from '../context.ts'
import { updateEach } from '../conversations/update-each.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { forgetPassword } from '../sessions/set-password.ts'
import { forgetTokensAfter } from '../tokens/forget-tokens.ts'
import { keepEndpoint } from '../webhooks/keep-endpoint.ts'

/**
 * Takes somebody out of the account, or a bot: their tokens and password end, their conversations are nobody's, they are in no team and answer in no channel. What they have said
 * stays, under their name. Refuses with `member_not_found`.
 */
export async function deleteMember(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  const { core, accountId, actor } = ctx
  // Whoever makes something rest on a member holds them: all of it is there before this goes on, or is refused after it.
  const member = await lockMember(tx, accountId, id)
  if (!member) throw new AppError('member_not_found')
  const now = core.now()
  const events: NewEvent[] = await updateEach(ctx, tx, { reach: 'all', assigneeId: id }, ({ assigneeId }) => ({
    assigneeId: assigneeId === id ? null : assigneeId,
  }))
  for (const { id: channelId } of member.role === 'bot' ? await listChannels(tx, accountId) : []) {
    const channel = await lockChannel(tx, accountId, channelId)
    if (channel?.botId !== id) continue
    await updateChannel(tx, { ...channel, botId: null, updatedAt: now })
    tx.afterCommit(() => core.channels.delete(channel.id))
    events.push(subjectEvent('channel.updated', channel.id, actor, { fields: ['botId'] }))
  }
  if (member.role === 'bot') await keepEndpoint(ctx, tx, { target: 'bot', id, url: null })
  await deleteMembershipsOf(tx, accountId, id)
  await deleteSavedFiltersOf(tx, accountId, id)
  await forgetPassword(tx, accountId, id)
  // Behind the password: whoever signs in just now has it locked until their session can be ended with the others.
  await revokeTokensOf(tx, accountId, member, now)
  await removeMember(tx, accountId, id, now)
  tx.afterCommit(() => {
    core.authors.delete(id)
    core.reaches.clear()
  })
  forgetTokensAfter(tx, core, (token) => token.author.id === id)
  await recordEvents(tx, accountId, now, [...events, subjectEvent('member.deleted', id, actor)])
}
