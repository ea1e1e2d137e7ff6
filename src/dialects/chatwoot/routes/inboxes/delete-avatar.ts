import { updateChannel } from '../../../../core/channels/update-channel.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { getChannel } from '../../faces/contact-views.ts'
import { answers, Empty, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { InboxParams } from './list-inboxes.ts'

export function deleteInboxAvatar(app: App, profile: Profile): void {
  const schema = { summary: "Remove an inbox's picture", params: InboxParams, response: answers(profile, Empty) }
  app.delete('/inboxes/:inbox_id/avatar', { config: { action: 'writeChannels' }, schema }, async ({ ctx, params }, reply) => {
    const id = toPathId(params.inbox_id, 'channel_not_found')
    const answer = await once(ctx, async (tx) => {
      const { settings } = await getChannel(ctx, tx, id)
      const { avatar_url: _, ...inbox } = (settings.inbox ?? {}) as JsonObject
      await updateChannel(ctx, tx, id, { settings: { ...settings, inbox } })
      return { status: 200, body: null }
    })
    return sendAnswer(reply, answer)
  })
}
