import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { createMember, updateMember } from '../../../../core/members/create-member.ts'
import { deleteMember } from '../../../../core/members/delete-member.ts'
import { AppError } from '../../../../model/errors.ts'
import { findMembers, listMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, parseId, Text } from '../../wire.ts'
import { MemberFields, toWireMember, WireMember } from '../../wires/member.ts'

const Params = Type.Object({ memberId: Type.String() })

export function memberRoutes(app: App): void {
  app.get(
    '/members',
    {
      config: { action: 'readMembers' },
      schema: { summary: 'List the members, by name', response: answers({ 200: Type.Object({ members: Type.Array(WireMember) }) }) },
    },
    async ({ ctx }) => {
      const members = await listMembers(ctx.core.store, ctx.accountId)
      return { members: members.map(toWireMember) }
    },
  )

  app.post(
    '/members',
    {
      config: { action: 'writeMembers' },
      schema: {
        summary: 'Create a member',
        body: Body({ ...MemberFields, name: Text(255, { minLength: 1 }) }),
        response: answers({ 201: WireMember }),
      },
    },
    async ({ ctx, body }, reply) => {
      const answer = await once(ctx, async (tx) => jsonAnswer(201, toWireMember(await createMember(ctx, tx, body))))
      return sendAnswer(reply, answer)
    },
  )

  app.get(
    '/members/:memberId',
    { config: { action: 'readMembers' }, schema: { summary: 'Get a member', params: Params, response: answers({ 200: WireMember }) } },
    async ({ ctx, params }) => {
      const [member] = await findMembers(ctx.core.store, ctx.accountId, [parseId(params.memberId, 'member_not_found')])
      if (!member) throw new AppError('member_not_found')
      return toWireMember(member)
    },
  )

  app.patch(
    '/members/:memberId',
    {
      config: { action: 'writeMembers' },
      schema: {
        summary: 'Change a member',
        description: 'Only what is given changes; `attributes` replace what was there.',
        params: Params,
        body: Body({ ...MemberFields, name: Type.Optional(Text(255, { minLength: 1 })) }),
        response: answers({ 200: WireMember }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = parseId(params.memberId, 'member_not_found')
      const answer = await once(ctx, async (tx) => jsonAnswer(200, toWireMember(await updateMember(ctx, tx, id, body))))
      return sendAnswer(reply, answer)
    },
  )

  app.delete(
    '/members/:memberId',
    {
      config: { action: 'writeMembers' },
      schema: {
        summary: 'Take a member out of the account',
        description: 'Their tokens and password end, and their conversations are nobody’s; what they have said stays, under their name.',
        params: Params,
        response: answers({ 204: Type.Null({ description: 'Gone' }) }),
      },
    },
    async ({ ctx, params }, reply) => {
      const id = parseId(params.memberId, 'member_not_found')
      const answer = await once(ctx, async (tx) => {
        await deleteMember(ctx, tx, id)
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}
