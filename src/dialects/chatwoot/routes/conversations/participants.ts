import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { changeParticipants as change } from '../../../../core/conversations/change-participants.ts'
import { lockConversation } from '../../../../core/conversations/check-reach.ts'
import { getConversation } from '../../../../core/conversations/get-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { Member } from '../../../../model/author.ts'
import { AppError } from '../../../../model/errors.ts'
import type { Db } from '../../../../storage/db.ts'
import { listParticipants as listAll } from '../../../../storage/queries/conversations/participants.ts'
import { findMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { answers, Empty, IdInput, toId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'
import { ConversationParams, toRef } from './get-conversation.ts'

const URL = '/conversations/:conversation_id/participants'
const Body = Type.Object({ user_ids: Type.Array(IdInput, { maxItems: 100 }) })

/** The agents who take part, a bare array; the customer is none of them. */
export function listParticipants(app: App, profile: Profile): void {
  const response = answers(profile, Type.Array(profile.desk.agent.Wire))
  app.get(
    URL,
    {
      config: { action: 'readConversations' },
      schema: { summary: "List a conversation's participants", params: ConversationParams, response },
    },
    async ({ ctx, params }) => {
      const { id } = await getConversation(ctx, toRef(params))
      return toWire(profile, await findAgents(ctx, ctx.core.store, id))
    },
  )
}

/** `POST` adds and answers those named, `PATCH` leaves nobody but those named, `DELETE` removes them. */
export function changeParticipants(app: App, profile: Profile): void {
  const agents = answers(profile, Type.Array(profile.desk.agent.Wire))
  const schema = { params: ConversationParams, body: Body }
  const config = { action: 'changeParticipants' } as const
  const write = async (ctx: Ctx, of: { conversation_id: string }, body: Static<typeof Body>, work: Work) =>
    once(ctx, async (tx) => {
      const conversation = await lockConversation(ctx, tx, toRef(of))
      const named = await findNamed(ctx, tx, body)
      const before = await findAgents(ctx, tx, conversation.id)
      const { add, remove, shown } = work(named, before)
      for (const [action, authors] of [
        ['add', add],
        ['remove', remove],
      ] as const) {
        if (authors.length > 0) await change(ctx, tx, conversation, { action, authors, role: 'member' })
      }
      return shown === undefined ? { status: 200, body: null } : jsonAnswer(200, toWire(profile, shown))
    })
  app.post(URL, { config, schema: { ...schema, summary: 'Add participants', response: agents } }, async ({ ctx, params, body }, reply) =>
    sendAnswer(reply, await write(ctx, params, body, (named, before) => ({ add: without(named, before), remove: [], shown: named }))),
  )
  app.route({
    method: ['PUT', 'PATCH'],
    url: URL,
    config,
    schema: { ...schema, summary: 'Replace the participants', response: agents },
    handler: async ({ ctx, params, body }, reply) =>
      sendAnswer(
        reply,
        await write(ctx, params, body, (named, before) => ({ add: without(named, before), remove: without(before, named), shown: named })),
      ),
  })
  app.delete(
    URL,
    { config, schema: { ...schema, summary: 'Remove participants', response: answers(profile, Empty) } },
    async ({ ctx, params, body }, reply) =>
      sendAnswer(
        reply,
        await write(ctx, params, body, (named, before) => ({ add: [], remove: named.filter((one) => has(before, one)), shown: undefined })),
      ),
  )
}

/** What becomes of the agents named, given those who take part already. */
type Work = (named: Member[], before: Member[]) => { add: Member[]; remove: Member[]; shown: Member[] | undefined }

function has(members: readonly Member[], { id }: Member): boolean {
  return members.some((one) => one.id === id)
}

function without(members: readonly Member[], others: readonly Member[]): Member[] {
  return members.filter((one) => !has(others, one))
}

/** Refuses with `member_not_found`. */
async function findNamed({ accountId }: Ctx, db: Db, { user_ids }: Static<typeof Body>): Promise<Member[]> {
  const ids = [...new Set(user_ids.flatMap((id) => toId(id) ?? []))]
  const found = await findMembers(db, accountId, ids)
  if (found.length !== ids.length) throw new AppError('member_not_found')
  return found
}

async function findAgents({ accountId }: Ctx, db: Db, conversationId: number): Promise<Member[]> {
  const rows = await listAll(db, accountId, [conversationId])
  const ids = rows.flatMap((row) => (row.authorKind === 'member' && row.leftAt === null ? [row.authorId] : []))
  return findMembers(db, accountId, ids)
}

function toWire(profile: Profile, members: readonly Member[]) {
  return members.toSorted((a, b) => a.id - b.id).map((member) => profile.desk.agent.toWire(member))
}
