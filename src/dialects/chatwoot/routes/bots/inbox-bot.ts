import { Type } from 'typebox'
import { findBot } from '../../../../core/bots/create-bot.ts'
import { updateChannel } from '../../../../core/channels/update-channel.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { toWireAgentBot, WireAgentBot } from '../../faces/agent-bot.ts'
import { getChannel } from '../../faces/contact-views.ts'
import { answers, Empty, IdInput, toId, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { InboxParams } from '../inboxes/list-inboxes.ts'

/** Without a bot there is nothing in it. */
export function getInboxBot(app: App, profile: Profile): void {
  const Bot = Type.Union([WireAgentBot, Type.Object({}, { additionalProperties: false })])
  const response = answers(profile, Type.Object({ agent_bot: Bot }))
  const options = { config: { action: 'readChannels' as const }, schema: { summary: "Get an inbox's bot", params: InboxParams, response } }
  app.get('/inboxes/:inbox_id/agent_bot', options, async ({ ctx, params }) => {
    const { store } = ctx.core
    const { botId } = await getChannel(ctx, store, toPathId(params.inbox_id, 'channel_not_found'))
    const bot = botId === null ? undefined : await findBot(ctx, store, botId)
    return { agent_bot: bot ? toWireAgentBot(bot) : {} }
  })
}

/** From then on what customers begin there, or take up again, is `pending`; null takes the bot away (chatwoot sheet 5.3). */
export function setInboxBot(app: App, profile: Profile): void {
  const options = {
    config: { action: 'writeChannels' as const },
    schema: {
      summary: "Set an inbox's bot",
      params: InboxParams,
      body: Type.Object({ agent_bot: Type.Optional(IdInput) }),
      response: answers(profile, Empty),
    },
  }
  app.post('/inboxes/:inbox_id/set_agent_bot', options, async ({ ctx, params, body }, reply) => {
    const id = toPathId(params.inbox_id, 'channel_not_found')
    const answer = await once(ctx, async (tx) => {
      await updateChannel(ctx, tx, id, { botId: toId(body.agent_bot) || null })
      return { status: 200, body: null }
    })
    return sendAnswer(reply, answer)
  })
}
