import { Type } from 'typebox'
import { listChannels } from '../../../../storage/queries/channels.ts'
import { listWebhooks as findWebhooks } from '../../../../storage/queries/webhooks/webhooks.ts'
import type { App } from '../../../dialect.ts'
import { answers } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

/** The oldest first (chatwoot sheet 10, ndoto sheet 7, 99digital sheet 8). */
export function listWebhooks(app: App, profile: Profile): void {
  const { webhook } = profile.desk
  const response = answers(profile, Type.Object({ payload: webhook.List }))
  const options = { config: { action: 'manageWebhooks' as const }, schema: { summary: 'List webhooks', response } }
  app.get('/webhooks', options, async ({ ctx }) => {
    const { store } = ctx.core
    const webhooks = await findWebhooks(store, ctx.accountId, { dialect: ctx.dialect })
    const channels = webhooks.some((one) => one.channelId !== null) ? await listChannels(store, ctx.accountId) : []
    const byId = new Map(channels.map((channel) => [channel.id, channel]))
    return { payload: webhook.toList(webhooks.map((one) => webhook.toWire(one, byId.get(one.channelId ?? 0)))) }
  })
}
