import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { createBot, deleteBot, findBot, renewBotToken, updateBot } from '../../../../core/bots/create-bot.ts'
import type { Answer } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { SecretOf } from '../../../../core/tokens/create-token.ts'
import { isWebAddress } from '../../../../core/webhooks/web-address.ts'
import type { Member } from '../../../../model/author.ts'
import { AppError } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { listMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { secretFor } from '../../../new-secret.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { secretOf as credentialOf } from '../../auth.ts'
import { toWireAgentBot, WireAgentBot, WireNewAgentBot } from '../../faces/agent-bot.ts'
import { AttributesInput, allowNoBody, answers, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import type { KeptRecordRoutes } from '../directory/record-routes.ts'

const Name = Type.String({ maxLength: 255, pattern: '\\S' })
const Update = Type.Object({
  name: Type.Optional(Name),
  description: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()])),
  outgoing_url: Type.Optional(Type.Union([Type.String({ maxLength: 2048 }), Type.Null()], { description: 'http or https' })),
  bot_type: Type.Optional(Type.Union([Type.Enum(['webhook']), Type.Null()])),
  bot_config: Type.Optional(AttributesInput),
})
const Create = Type.Object({ ...Update.properties, name: Name })

/** Bots of the account, as members with the role `bot`. */
export const BOT_ROUTES: KeptRecordRoutes<Member, typeof Update> = {
  path: '/agent_bots',
  param: 'agent_bot_id',
  noun: 'agent bot',
  rootKey: 'agent_bot',
  missing: 'bot_not_found',
  read: 'readMembers',
  write: 'writeMembers',
  Wire: WireAgentBot,
  Update,
  find: findBot,
  update: (ctx, tx, id, body) => updateBot(ctx, tx, id, toInput(body)),
  remove: deleteBot,
  toWire: toWireAgentBot,
}

function toInput({ name, description, outgoing_url: url, bot_config: config }: Static<typeof Update>) {
  if (url && !isWebAddress(url)) throw new AppError('body_invalid', { field: 'outgoing_url', message: 'Outgoing url is invalid' })
  return {
    name,
    description,
    outgoingUrl: url === '' ? null : url,
    config: config === undefined ? undefined : ((config ?? {}) as JsonObject),
  }
}

/** A bare array by name. */
export function listAgentBots(app: App, profile: Profile): void {
  const schema = { summary: 'List agent bots', response: answers(profile, Type.Array(WireAgentBot)) }
  app.get('/agent_bots', { config: { action: 'readMembers' }, schema }, async ({ ctx }) => {
    const members = await listMembers(ctx.core.store, ctx.accountId)
    return members.filter((member) => member.role === 'bot').map(toWireAgentBot)
  })
}

/** The bot's token is in this answer only (ndoto sheet 1). */
export function createAgentBot(app: App, profile: Profile): void {
  const options = {
    config: { action: 'writeMembers' as const, rootKey: 'agent_bot' },
    schema: { summary: 'Create an agent bot', body: Create, response: answers(profile, WireNewAgentBot) },
  }
  app.post('/agent_bots', options, async (request, reply) => {
    const { ctx, body } = request
    const secretOf = secretOfNew(request, profile)
    const input = { ...toInput(body), name: body.name }
    const answer = await once(ctx, async (tx) => toAnswer(await createBot(ctx, tx, input, secretOf)))
    return sendAnswer(reply, withSecret(answer, secretOf))
  })
}

export function resetAgentBotToken(app: App, profile: Profile): void {
  const params = Type.Object({ account_id: Type.String(), agent_bot_id: Type.String() })
  const options = {
    config: { action: 'writeMembers' as const },
    preValidation: allowNoBody,
    schema: { summary: 'Give an agent bot another token', params, response: answers(profile, WireNewAgentBot) },
  }
  app.post('/agent_bots/:agent_bot_id/reset_access_token', options, async (request, reply) => {
    const { ctx, params } = request
    const id = toPathId(params.agent_bot_id, 'bot_not_found')
    const secretOf = secretOfNew(request, profile)
    const answer = await once(ctx, async (tx) => toAnswer(await renewBotToken(ctx, tx, id, secretOf)))
    return sendAnswer(reply, withSecret(answer, secretOf))
  })
}

function secretOfNew(request: FastifyRequest, profile: Profile): SecretOf {
  return secretFor(request.ctx.core, request, profile.name, credentialOf(request.headers))
}

/** What is kept of the answer names the token by its id; its secret is put there as it goes out. */
function toAnswer({ bot, tokenId }: { bot: Member; tokenId: number }): Answer {
  return jsonAnswer(200, { ...toWireAgentBot(bot), access_token: tokenId })
}

function withSecret(answer: Answer, secretOf: SecretOf): Answer {
  const body = JSON.parse(answer.body ?? '{}') as { access_token: number }
  return { ...answer, body: JSON.stringify({ ...body, access_token: secretOf(body.access_token) }) }
}
