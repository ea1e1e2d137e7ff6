import { Type } from 'typebox'
import { deleteChannel } from '../../../../core/channels/delete-channel.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { InboxParams } from './list-inboxes.ts'

/** The vendor does it some time later; here it is gone at once, with its conversations (chatwoot sheet 8). */
export function deleteInbox(app: App, profile: Profile): void {
  const response = answers(profile, Type.Object({ message: Type.String() }))
  const schema = { summary: 'Delete an inbox with its conversations', params: InboxParams, response }
  app.delete('/inboxes/:inbox_id', { config: { action: 'writeChannels' }, schema }, async ({ ctx, params }, reply) => {
    const id = toPathId(params.inbox_id, 'channel_not_found')
    const answer = await once(ctx, async (tx) => {
      await deleteChannel(ctx, tx, id)
      return jsonAnswer(200, { message: 'Your inbox and its conversations are deleted.' })
    })
    return sendAnswer(reply, answer)
  })
}
