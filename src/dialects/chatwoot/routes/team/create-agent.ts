import { type Static, type TSchema, Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { createMember, updateMember } from '../../../../core/members/create-member.ts'
import type { Availability } from '../../../../model/author.ts'
import { AppError } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { lockMember } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers, FlagInput, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

const Word = Type.Enum(['online', 'available', 'busy', 'offline'])
const Role = Type.Enum(['administrator', 'agent'])
const Name = Type.String({ minLength: 1, maxLength: 255 })
const Email = Type.String({ maxLength: 255, pattern: '^\\s*[^\\s@]+@[^\\s@.]+(\\.[^\\s@.]+)*\\s*$' })

/** One vendor calls it `availability`, the others `availability_status`; one says `available` for `online` (99digital sheet 6). */
const Fields = {
  availability: Type.Optional(Word),
  availability_status: Type.Optional(Word),
  auto_offline: Type.Optional(FlagInput),
  see_all_conversations: Type.Optional(FlagInput),
}
const Update = Type.Object({ name: Type.Optional(Name), role: Type.Optional(Role), ...Fields })
const Create = Type.Object({ name: Type.Optional(Name), email: Type.Optional(Email), role: Type.Optional(Role), ...Fields })

/** Administrators add agents (ndoto sheet 6, 99digital sheet 6). No invitation is sent: a token is made on the command line. */
export function createAgent(app: App, profile: Profile): void {
  const { agent, agentNeeds } = profile.desk
  const all: Record<string, TSchema> = { name: Name, email: Email, role: Role }
  const needed = Object.fromEntries(agentNeeds.map((field) => [field, all[field] as TSchema]))
  const body = Type.Object({ ...Create.properties, ...needed })
  const options = {
    config: { action: 'writeMembers' as const, rootKey: 'agent' },
    schema: { summary: 'Add an agent', body, response: answers(profile, agent.Wire) },
  }
  app.post('/agents', options, async (request, reply) => {
    const { ctx } = request
    const body = request.body as Static<typeof Create>
    const email = body.email?.trim()
    const answer = await once(ctx, async (tx) => {
      const member = await createMember(ctx, tx, {
        name: body.name ?? email?.split('@')[0] ?? '',
        email,
        role: body.role ?? 'agent',
        availability: toAvailability(body) ?? 'online',
        attributes: toAttributes(body),
      })
      return jsonAnswer(200, agent.toWire(member))
    })
    return sendAnswer(reply, answer)
  })
}

/** Only what is given changes (99digital sheet 6). */
export function updateAgent(app: App, profile: Profile): void {
  const { agent } = profile.desk
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/agents/:agent_id',
    config: { action: 'writeMembers', rootKey: 'agent' },
    schema: {
      summary: 'Update an agent',
      params: Type.Object({ account_id: Type.String(), agent_id: Type.String() }),
      body: Update,
      response: answers(profile, agent.Wire),
    },
    handler: async ({ ctx, params, body }, reply) => {
      const id = toPathId(params.agent_id, 'member_not_found')
      const answer = await once(ctx, async (tx) => {
        const before = await lockMember(tx, ctx.accountId, id)
        if (!before || before.role === 'bot') throw new AppError('member_not_found')
        const attributes = { ...before.attributes, ...toAttributes(body) }
        const change = { name: body.name, role: body.role, availability: toAvailability(body), attributes }
        return jsonAnswer(200, agent.toWire(await updateMember(ctx, tx, id, change)))
      })
      return sendAnswer(reply, answer)
    },
  })
}

function toAvailability(body: Static<typeof Update>): Availability | undefined {
  const word = body.availability ?? body.availability_status
  return word === 'available' ? 'online' : word
}

function toAttributes(body: Static<typeof Update>): JsonObject {
  const given: JsonObject = {}
  if (body.auto_offline != null) given.auto_offline = body.auto_offline
  if (body.see_all_conversations != null) given.see_all_conversations = body.see_all_conversations
  return given
}
