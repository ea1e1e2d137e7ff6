import { type Static, Type } from 'typebox'
import type { Answer, Ctx } from '../../../../core/context.ts'
import { createConversation as createFree } from '../../../../core/conversations/create-conversation.ts'
import { findPeople } from '../../../../core/conversations/find-people.ts'
import { openDeliveryConversation } from '../../../../core/deliveries/open-delivery-conversation.ts'
import { once } from '../../../../core/idempotency/once.ts'
import type { MemberRole } from '../../../../model/author.ts'
import type { Conversation } from '../../../../model/conversation.ts'
import { AppError } from '../../../../model/errors.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { TICKET_KIND } from '../../../../model/ticket.ts'
import type { Tx } from '../../../../storage/db.ts'
import type { App } from '../../../dialect.ts'
import { jsonAnswer, sendAnswer } from '../../../requests.ts'
import { mayRead, openConversation, roleOf, withReach } from '../../access.ts'
import { type OndiConversation, WireConversation } from '../../conversation.ts'
import { loadConversation } from '../../load-conversations.ts'
import { RoleName } from '../../participant.ts'
import { FAILURES, Nullable, Success, TENANT_QUERY, Uuid } from '../../schemas.ts'
import { findShown, shownIn } from '../../shown-conversation.ts'
import { idOf } from '../../uuids.ts'

/** ondi sheet 4.4. */
const Body = Type.Object({
  type: Type.Optional(
    Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$', description: '`support`, `order`, `team`…; `delivery` with a delivery, else `team`' }),
  ),
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
 * ondi sheet 4.4: the one conversation about a delivery, which is 200 when there is one already, or, by dispatchers and system admins, one with the people named, the
 * first customer among whom is its contact. The creator becomes its admin.
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
        response: { 200: Success({ data: WireConversation }), 201: Success({ data: WireConversation }), ...FAILURES },
      },
    },
    async (request, reply) => {
      const { body } = request
      const ctx = await withReach(request.ctx)
      const role = await roleOf(ctx)
      checkMayCreate(role, (body as Partial<Body> | undefined)?.delivery_id)
      if (request.validationError) throw request.validationError
      const answer = await once(
        ctx,
        async (tx) => {
          const { conversation, isNew } = await open(ctx, tx, role, body)
          return render(ctx, tx, isNew ? 201 : 200, conversation)
        },
        // Only one that was there already has a message to show.
        async (tx, messageIds) => render(ctx, tx, 200, await findShown(ctx, tx, messageIds)),
      )
      return sendAnswer(reply, answer)
    },
  )
}

/** Drivers, plain users and customers have to name a delivery (ondi sheet 4.4, ruling on rules 2 and 3). */
function checkMayCreate(role: MemberRole | undefined, deliveryId: unknown): void {
  if (role === 'dispatcher' || role === 'administrator' || deliveryId != null) return
  throw new AppError('not_allowed', { message: 'Only dispatchers and admins may create a conversation without a delivery' })
}

async function open(ctx: Ctx, tx: Tx, role: MemberRole | undefined, body: Body): Promise<{ conversation: Conversation; isNew: boolean }> {
  const wanted = rolesById(ctx, body)
  const people = await findPeople(tx, ctx.accountId, [...wanted.keys()])
  const participants = people.map((author) => ({ author, role: wanted.get(author.id) as string }))
  const own: OndiConversation = { created_by: ctx.actor.id }
  if (body.metadata != null) own.metadata = body.metadata as JsonObject
  const common = { subject: body.title ?? null, extra: { ondi: own as JsonObject } }
  if (body.delivery_id != null) {
    const kind = body.type ?? 'delivery'
    // A ticket is for its customer and the support people alone: whoever began it like this could not read it.
    if (kind === TICKET_KIND)
      throw new AppError('body_invalid', { message: 'A delivery has no conversation of type support', field: 'type' })
    return openDeliveryConversation(ctx, tx, { ...common, kind, reference: body.delivery_id, role, participants })
  }
  const conversation = await createFree(ctx, tx, {
    ...common,
    contactId: people.find((one) => one.kind === 'contact')?.id ?? null,
    kind: body.type ?? 'team',
    participants: [...participants, { author: ctx.actor, role: 'admin' }],
  })
  return { conversation, isNew: true }
}

/** Who is to be added, by id, each with a role; required without a delivery. */
function rolesById(ctx: Ctx, body: Body): Map<number, string> {
  const given = (body.participants ?? []).map((one) => (typeof one === 'string' ? { user_id: one } : one))
  if (given.length === 0 && body.delivery_id == null) {
    throw new AppError('body_invalid', { message: 'participants is required', field: 'participants' })
  }
  const roles = new Map<number, string>()
  for (const one of given) {
    const id = idOf(ctx, 'author', one.user_id, 'participants')
    if (id === undefined) throw new AppError('participant_not_found')
    roles.set(id, one.role ?? 'member')
  }
  return roles
}

async function render(ctx: Ctx, tx: Tx, status: 200 | 201, conversation: Conversation): Promise<Answer> {
  const whole = await loadConversation(ctx, tx, conversation)
  // Whoever was removed, or does not come into a closed one, is told that it is there and not what is said in it.
  const shows = await mayRead(ctx, await openConversation(ctx, conversation.id, tx), tx)
  const data = shows ? whole : { ...whole, latest_message: null }
  const message = status === 201 ? 'Conversation created successfully' : 'Conversation already exists'
  return jsonAnswer(status, { success: true, message, data }, shownIn(ctx, data))
}
