import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import { lockChannel, deleteChannel as removeChannel } from '../../storage/queries/channels.ts'
import { listConversations, lockConversations } from '../../storage/queries/conversations/conversations.ts'
import { deleteGroupMemberships } from '../../storage/queries/people/memberships.ts'
import type { Ctx } from '../context.ts'
import { takeAway } from '../conversations/delete-conversation.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { keepEndpoint } from '../webhooks/keep-endpoint.ts'

/** How many conversations are locked in one go. */
const BATCH = 200

/** Deletes a channel with its conversations, in every dialect; contacts stay. Refuses with `channel_not_found`. */
export async function deleteChannel(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  const { accountId, core, actor } = ctx
  if (!(await lockChannel(tx, accountId, id))) throw new AppError('channel_not_found')
  const events: NewEvent[] = []
  for (;;) {
    const filter = { reach: 'all', channelId: id } as const
    const found: Conversation[] = await listConversations(tx, accountId, filter, { limit: BATCH, orderBy: 'number', order: 'asc' })
    if (found.length === 0) break
    const refs = found.map((one) => ({ id: one.id }))
    for (const conversation of await lockConversations(tx, accountId, refs)) events.push(await takeAway(ctx, tx, conversation))
  }
  await deleteGroupMemberships(tx, accountId, 'channel', id)
  await keepEndpoint(ctx, tx, { target: 'channel', id, url: null })
  await removeChannel(tx, accountId, id)
  tx.afterCommit(() => {
    core.channels.delete(id)
    core.reaches.clear()
  })
  await recordEvents(tx, accountId, core.now(), [...events, subjectEvent('channel.deleted', id, actor)])
}
