import { type Static, Type } from 'typebox'
import type { Ctx } from '../../../../core/context.ts'
import { createConversation as openConversation } from '../../../../core/conversations/create-conversation.ts'
import { findPeople } from '../../../../core/conversations/find-people.ts'
import { once } from '../../../../core/idempotency/once.ts'
import { AppError } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Tx } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { roleOf } from '../../access.ts'
import { type OndiConversation, WireConversation } from '../../conversation.ts'
import { loadConversation } from '../../load-conversations.ts'
import { RoleName } from '../../participant.ts'
import { FAILURES, Nullable, Success, TENANT_QUERY, Uuid } from '../../schemas.ts'
import { idOf } from '../../uuids.ts'

/** ondi sheet 4.4. */
const Body = Type.Object({
  type: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$', default: 'team', description: '`support`, `order`, `team`…' })),
  title: Type.Optional(Nullable(Type.String({ maxLength: 255 }))),
  delivery_id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 255 }))),
  participants: Type.Optional(
    Type.Array(Type.Union([Uuid, Type.Object({ user_id: Uuid, role: Type.Optional(RoleName) })]), {
      maxItems: 100,
      description: 'Required without `delivery_id`',
    }),
  ),
  metadata: Type.Optional(Nullable(Type.Object({}))),
})
type Body = Static<typeof Body>

/**
 * ondi sheet 4.4: dispatchers and system admins open a conversation with the people named; the creator becomes its admin. The first customer
 * among them is the conversation's contact. No delivery is known here, so a `delivery_id` is always 404.
 */
export function createConversation(app: App): void {
  app.post(
    '/messaging/conversations',
    {
      config: { action: 'startConversations' },
      attachValidation: true,
      schema: {
        summary: 'Create conversation',
        querystring: Type.Object(TENANT_QUERY),
        body: Body,
        response: { 201: Success({ data: WireConversation }), ...FAILURES },
      },
    },
    async (request, reply) => {
      const { ctx, body } = request
      await checkMayCreate(ctx, (body as Partial<Body> | undefined)?.delivery_id)
      if (request.validationError) throw request.validationError
      if (body.delivery_id != null) return reply.code(404).send({ success: false, message: 'Delivery not found' })
      return sendAnswer(reply, await once(ctx, (tx) => create(ctx, tx, body)))
    },
  )
}

/** Drivers, plain users and customers have to name a delivery (ondi sheet 4.4, ruling on rules 2 and 3). */
async function checkMayCreate(ctx: Ctx, deliveryId: unknown): Promise<void> {
  const role = await roleOf(ctx)
  if (role === 'dispatcher' || role === 'administrator' || deliveryId != null) return
  throw new AppError('not_allowed', { message: 'Only dispatchers and admins may create a conversation without a delivery' })
}

async function create(ctx: Ctx, tx: Tx, body: Body) {
  const wanted = rolesById(ctx, body)
  const people = await findPeople(tx, ctx.accountId, [...wanted.keys()])
  const participants = people.map((author) => ({ author, role: wanted.get(author.id) as string }))
  const own: OndiConversation = { created_by: ctx.actor.id }
  if (body.metadata != null) own.metadata = body.metadata as JsonObject
  const conversation = await openConversation(ctx, tx, {
    contactId: people.find((one) => one.kind === 'contact')?.id ?? null,
    kind: body.type ?? 'team',
    subject: body.title ?? null,
    extra: { ondi: own as JsonObject },
    participants: [...participants, { author: ctx.actor, role: 'admin' }],
  })
  const data = await loadConversation(ctx, tx, conversation)
  return jsonAnswer(201, { success: true, message: 'Conversation created successfully', data })
}

function rolesById(ctx: Ctx, body: Body): Map<number, string> {
  const given = (body.participants ?? []).map((one) => (typeof one === 'string' ? { user_id: one } : one))
  if (given.length === 0) throw new AppError('body_invalid', { message: 'participants is required', field: 'participants' })
  const roles = new Map<number, string>()
  for (const one of given) {
    const id = idOf(ctx, 'author', one.user_id, 'participants')
    if (id === undefined) throw new AppError('participant_not_found')
    roles.set(id, one.role ?? 'member')
  }
  return roles
}
