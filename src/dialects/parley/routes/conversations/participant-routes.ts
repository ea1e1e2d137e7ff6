import { Type } from 'typebox'
import { loadAuthors } from '../../../../core/authors.ts'
import type { Ctx } from '../../../../core/context.ts'
import { changeParticipants } from '../../../../core/conversations/change-participants.ts'
import { lockConversation } from '../../../../core/conversations/check-reach.ts'
import { findPeople } from '../../../../core/conversations/find-people.ts'
import { openConversation } from '../../../../core/conversations/open-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Participant } from '../../../../model/participant.ts'
import type { Db, Tx } from '../../../../storage/db.ts'
import { findParticipant, listParticipants } from '../../../../storage/queries/conversations/participants.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers } from '../../errors.ts'
import { Body, Id, parseId, Text } from '../../wire.ts'
import { toWireParticipant, WireParticipant } from '../../wires/participant.ts'

const Params = Type.Object({ conversationId: Type.String() })
const OneParams = Type.Object({ conversationId: Type.String(), authorId: Type.String() })
const Role = Text(64, { minLength: 1 })

export function participantRoutes(app: App): void {
  app.get(
    '/conversations/:conversationId/participants',
    {
      config: { action: 'readConversations', openToPages: true },
      schema: {
        summary: 'List who is and was in a conversation',
        params: Params,
        response: answers({ 200: Type.Object({ participants: Type.Array(WireParticipant) }) }),
      },
    },
    async ({ ctx, reader, params }) => {
      const { id } = await openConversation(ctx, reader, parseId(params.conversationId, 'conversation_not_found'))
      return { participants: await toWire(ctx, ctx.core.store, await listParticipants(ctx.core.store, ctx.accountId, [id])) }
    },
  )

  app.post(
    '/conversations/:conversationId/participants',
    {
      config: { action: 'changeParticipants' },
      schema: {
        summary: 'Add a member or a contact',
        description: 'Somebody who is in it already stays as they are, and the answer is 200.',
        params: Params,
        body: Body({ authorId: Id, role: Type.Optional(Role) }),
        response: answers({ 200: WireParticipant, 201: WireParticipant }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const id = parseId(params.conversationId, 'conversation_not_found')
      const answer = await once(ctx, async (tx) => {
        const conversation = await lockConversation(ctx, tx, { id: id })
        const authors = await findPeople(tx, ctx.accountId, [body.authorId])
        const [added] = await changeParticipants(ctx, tx, conversation, { action: 'add', authors, role: body.role ?? 'member' })
        if (!added?.participant) throw new AppError('participant_not_found')
        return jsonAnswer(added.problem ? 200 : 201, (await toWire(ctx, tx, [added.participant]))[0])
      })
      return sendAnswer(reply, answer)
    },
  )

  app.patch(
    '/conversations/:conversationId/participants/:authorId',
    {
      config: { action: 'changeParticipants' },
      schema: {
        summary: 'Change somebody’s role in a conversation',
        params: OneParams,
        body: Body({ role: Role }),
        response: answers({ 200: WireParticipant }),
      },
    },
    async ({ ctx, params, body }, reply) => {
      const ids = parseIds(params)
      const answer = await once(ctx, async (tx) => {
        const changed = await changeOne(ctx, tx, ids, { action: 'update', role: body.role })
        return jsonAnswer(200, (await toWire(ctx, tx, [changed]))[0])
      })
      return sendAnswer(reply, answer)
    },
  )

  app.delete(
    '/conversations/:conversationId/participants/:authorId',
    {
      config: { action: 'changeParticipants' },
      schema: {
        summary: 'Remove somebody from a conversation',
        params: OneParams,
        response: answers({ 204: Type.Null({ description: 'Removed' }) }),
      },
    },
    async ({ ctx, params }, reply) => {
      const ids = parseIds(params)
      const answer = await once(ctx, async (tx) => {
        await changeOne(ctx, tx, ids, { action: 'remove', role: '' })
        return { status: 204, body: null }
      })
      return sendAnswer(reply, answer)
    },
  )
}

function parseIds(params: { conversationId: string; authorId: string }) {
  return {
    conversationId: parseId(params.conversationId, 'conversation_not_found'),
    authorId: parseId(params.authorId, 'participant_not_found'),
  }
}

/** Removes or re-roles somebody who is in the conversation; else `participant_not_found`. */
async function changeOne(
  ctx: Ctx,
  tx: Tx,
  ids: { conversationId: number; authorId: number },
  change: { action: 'remove' | 'update'; role: string },
): Promise<Participant> {
  const conversation = await lockConversation(ctx, tx, { id: ids.conversationId })
  const present = await findParticipant(tx, ctx.accountId, conversation.id, ids.authorId)
  if (!present) throw new AppError('participant_not_found')
  const authors = [{ kind: present.authorKind, id: present.authorId }]
  const [result] = await changeParticipants(ctx, tx, conversation, { ...change, authors })
  if (!result?.participant || result.problem) throw new AppError('participant_not_found')
  return result.participant
}

async function toWire(ctx: Ctx, db: Db, participants: readonly Participant[]) {
  const refs = participants.map((one) => ({ kind: one.authorKind, id: one.authorId }))
  const authors = await loadAuthors(ctx.core, db, ctx.accountId, refs)
  return participants.map((one) => toWireParticipant(one, authors))
}
