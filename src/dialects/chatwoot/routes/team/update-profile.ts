import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Answer } from '../../../../core/context.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { type MemberInput, updateMember } from '../../../../core/members/create-member.ts'
import type { Member } from '../../../../model/author.ts'
import { AppError } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Tx } from '../../../../storage/db.ts'
import { lockMember } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { AttributesInput, answers, FlagInput, IdInput, toId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { answerProfile, withCredential } from './get-profile.ts'

const Availability = Type.Enum(['online', 'busy', 'offline'])
const Text = Type.Union([Type.String({ maxLength: 255 }), Type.Null()])
const Body = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 255, pattern: '\\S' })),
  display_name: Type.Optional(Text),
  availability: Type.Optional(Availability),
  message_signature: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()])),
  ui_settings: Type.Optional(AttributesInput),
})

/** Only what is given changes; the clients' own settings are replaced as a whole. */
export function updateProfile(app: App, profile: Profile): void {
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/profile',
    config: { action: 'updateSelf', rootKey: 'profile' },
    schema: { summary: "Update the caller's profile", body: Body, response: answers(profile, profile.desk.me.Wire) },
    handler: async (request, reply) => sendAnswer(reply, await change(request, profile, (before) => toInput(request.body, before))),
  })
}

function toInput(body: Static<typeof Body>, { settings }: Member): Partial<MemberInput> {
  const next = { ...settings }
  if (body.message_signature !== undefined) next.signature = body.message_signature
  if (body.ui_settings !== undefined) next.interface = (body.ui_settings ?? {}) as JsonObject
  const displayName = body.display_name === undefined ? undefined : body.display_name || null
  return { name: body.name?.trim(), displayName, availability: body.availability, settings: next }
}

const Place = { account_id: Type.Optional(IdInput) }

/** Whether the caller is there. */
export function setAvailability(app: App, profile: Profile): void {
  const options = {
    config: { action: 'updateSelf' as const, rootKey: 'profile' },
    schema: {
      summary: "Set the caller's availability",
      body: Type.Object({ ...Place, availability: Availability }),
      response: answers(profile, profile.desk.me.Wire),
    },
  }
  app.post('/profile/availability', options, async (request, reply) => {
    const { ctx, body } = request
    checkAccount(ctx.accountId, body.account_id)
    return sendAnswer(reply, await change(request, profile, () => ({ availability: body.availability })))
  })
}

/** Whether whoever is not connected counts as offline; it is kept, and nobody's availability changes by itself. */
export function setAutoOffline(app: App, profile: Profile): void {
  const options = {
    config: { action: 'updateSelf' as const, rootKey: 'profile' },
    schema: {
      summary: 'Set whether the caller goes offline by themselves',
      body: Type.Object({ ...Place, auto_offline: FlagInput }),
      response: answers(profile, profile.desk.me.Wire),
    },
  }
  app.post('/profile/auto_offline', options, async (request, reply) => {
    const { ctx, body } = request
    checkAccount(ctx.accountId, body.account_id)
    const answer = await change(request, profile, ({ attributes }) => ({
      attributes: { ...attributes, auto_offline: body.auto_offline === true },
    }))
    return sendAnswer(reply, answer)
  })
}

/** A token is good for one account; any other is none that it knows. */
function checkAccount(accountId: number, named: Static<typeof IdInput> | undefined): void {
  if ((toId(named) ?? accountId) !== accountId) throw new AppError('account_not_found')
}

async function change(request: FastifyRequest, profile: Profile, toChange: (before: Member) => Partial<MemberInput>): Promise<Answer> {
  const { ctx } = request
  const answer = await once(ctx, async (tx: Tx) => {
    const before = await lockMember(tx, ctx.accountId, ctx.actor.id)
    if (!before) throw new AppError('member_not_found')
    return answerProfile(ctx, tx, profile, await updateMember(ctx, tx, before.id, toChange(before)))
  })
  return withCredential(answer, request)
}
