import type { AuthorRef, MemberRole } from '../../model/author.ts'
import { type Conversation, isActive } from '../../model/conversation.ts'
import type { Delivery } from '../../model/delivery.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { lockConversations } from '../../storage/queries/conversations/conversations.ts'
import { lockDelivery } from '../../storage/queries/conversations/deliveries.ts'
import { findParticipants } from '../../storage/queries/conversations/participants.ts'
import { findContacts } from '../../storage/queries/people/contacts.ts'
import { findMembers } from '../../storage/queries/people/members.ts'
import type { Ctx } from '../context.ts'
import { changeParticipants } from '../conversations/change-participants.ts'
import { checkReach } from '../conversations/check-reach.ts'
import { type CreateConversation, createConversation } from '../conversations/create-conversation.ts'
import { linkDelivery } from './put-delivery.ts'

type Participants = NonNullable<CreateConversation['participants']>
export type OpenDeliveryConversation = Omit<CreateConversation, 'contactId' | 'participants'> & {
  reference: string
  /** The caller's role in the account; undefined for a customer. */
  role: MemberRole | undefined
  participants: Participants
}

/**
 * The one conversation about a delivery: the one there is, with whoever is new to it added, or a new one with its driver and its customer, and the caller as admin
 * (ondi sheet 4.4). Somebody who has left is not new and stays away; only an admin makes somebody new an admin. A driver or a customer knows their own deliveries only, and
 * nobody comes into a conversation like this that is beyond their reach. Refuses with `delivery_not_found`, `conversation_not_found`.
 */
export async function openDeliveryConversation(
  ctx: Ctx,
  tx: Tx,
  { reference, role, participants, ...input }: OpenDeliveryConversation,
): Promise<{ conversation: Conversation; isNew: boolean }> {
  const delivery = await lockDelivery(tx, ctx.accountId, reference)
  if (!delivery || !knows(ctx, role, delivery)) throw new AppError('delivery_not_found', { field: 'delivery_id' })
  const own = await findOwnPeople(tx, delivery)
  const people = [...own.map((author) => ({ author, role: 'member' })), ...participants]
  const [present] = delivery.conversationId === null ? [] : await lockConversations(tx, ctx.accountId, [{ id: delivery.conversationId }])
  if (present) {
    await checkReach(ctx, [present], tx)
    const all = [...people, { author: ctx.actor, role: 'member' }]
    if (isActive(present)) await addNew(ctx, tx, { conversation: present, people: all, callerRole: role })
    return { conversation: present, isNew: false }
  }
  const conversation = await createConversation(ctx, tx, {
    ...input,
    contactId: own.find((one) => one.kind === 'contact')?.id ?? null,
    participants: [...people, { author: ctx.actor, role: 'admin' }],
  })
  await linkDelivery(ctx, tx, delivery.id, conversation.id)
  return { conversation, isNew: true }
}

function knows({ actor }: Ctx, role: MemberRole | undefined, delivery: Delivery): boolean {
  if (actor.kind === 'contact') return delivery.customerId === actor.id
  return role !== 'driver' || delivery.driverId === actor.id
}

/** Its driver and its customer, as far as they are still there. */
async function findOwnPeople(tx: Tx, { accountId, driverId, customerId }: Delivery): Promise<AuthorRef[]> {
  const drivers = driverId === null ? [] : await findMembers(tx, accountId, [driverId])
  const customers = customerId === null ? [] : await findContacts(tx, accountId, [customerId])
  return [...customers, ...drivers].map(({ kind, id }) => ({ kind, id }))
}

/** Each with their own role, the last one named of each; nobody by somebody who has left. */
async function addNew(
  ctx: Ctx,
  tx: Tx,
  { conversation, people, callerRole }: { conversation: Conversation; people: Participants; callerRole: MemberRole | undefined },
): Promise<void> {
  const wanted = new Map(people.map((one) => [one.author.id, one]))
  const known = await findParticipants(tx, ctx.accountId, [conversation.id], [...wanted.keys()])
  for (const { authorId } of known) wanted.delete(authorId)
  const caller = known.find((one) => one.authorId === ctx.actor.id)
  const isAdmin = callerRole === 'administrator' || caller?.role === 'admin'
  if (caller && caller.leftAt !== null && callerRole !== 'administrator') return
  const roleOf = (one: Participants[number]) => (one.role === 'admin' && !isAdmin ? 'member' : one.role)
  for (const [role, some] of Map.groupBy(wanted.values(), roleOf)) {
    await changeParticipants(ctx, tx, conversation, { action: 'add', authors: some.map((one) => one.author), role })
  }
}
