import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { findTickets } from '../../storage/queries/conversations/tickets.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Ctx } from '../context.ts'
import { getConversation } from '../conversations/get-conversation.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { putDelivery } from '../deliveries/put-delivery.ts'
import { claimTicket } from './claim-ticket.ts'
import { type OpenTicket, openTicket } from './open-ticket.ts'
import { isTicket, mayReadTicket } from './ticket-access.ts'

async function start(t: TestContext) {
  const { core, home } = await startServer(t)
  const system = systemCtx(core, home.account.id)
  const [jane, ann]: [Ctx, Ctx] = [
    { ...system, actor: home.jane },
    { ...system, actor: home.ann },
  ]
  await core.store.tx((tx) => putDelivery(system, tx, 'D-1', { orderReference: 'O-7', customerId: home.jane.id }))
  const open = (input: Partial<OpenTicket> = {}) => {
    const whole = {
      source: 'customer_portal',
      subject: 'Cold',
      message: 'Cold soup',
      priority: null,
      orderReference: null,
      deliveryReference: null,
    } as const
    return core.store.tx((tx) => openTicket(jane, tx, { ...whole, ...input }))
  }
  return { core, home, system, jane, ann, open }
}

test('a ticket is a conversation with its first message, and what it says beside that', async (t) => {
  const { core, home, open } = await start(t)
  const ticket = await open({ deliveryReference: 'D-1', orderReference: 'O-7', priority: 'urgent' })
  assert.ok(isTicket(ticket))
  assert.deepEqual([ticket.contactId, ticket.subject, ticket.priority, ticket.publicCount], [home.jane.id, 'Order O-7: Cold', 'urgent', 1])
  assert.deepEqual(
    [...(await findTickets(core.store, home.account.id, [ticket.id, home.ticket.id])).values()],
    [
      {
        accountId: home.account.id,
        conversationId: ticket.id,
        source: 'customer_portal',
        orderReference: 'O-7',
        deliveryReference: 'D-1',
      },
    ],
  )
})

test('a refused ticket leaves neither a conversation nor a message', async (t) => {
  const { core, open } = await start(t)
  const count = async () => (await core.store.one<{ count: number }>('select count(*) as count from conversations'))?.count
  const first = await open({ deliveryReference: 'D-1' })
  const before = await count()
  await assert.rejects(open({ deliveryReference: 'D-1' }), { code: 'ticket_open' })
  await assert.rejects(open({ deliveryReference: 'D-2' }), { code: 'delivery_not_found' })
  await assert.rejects(open({ orderReference: 'O-8' }), { code: 'order_not_found' })
  await assert.rejects(open({ message: 'x'.repeat(150_001) }), { code: 'message_too_long' })
  assert.equal(await count(), before)
  assert.equal((await getConversation(systemCtx(core, first.accountId), { id: first.id })).status, 'open')
})

test('a ticket is claimed once, also of two at once, and only while it is open', async (t) => {
  const { core, ann, open } = await start(t)
  const claim = (id: number) =>
    core.store.tx(async (tx) => {
      const { conversation } = await updateConversation(ann, tx, { id }, {})
      return claimTicket(ann, tx, conversation)
    })
  const ticket = await open()
  const both = await Promise.allSettled([claim(ticket.id), claim(ticket.id)])
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  const closed = await open()
  await core.store.tx((tx) => updateConversation(ann, tx, { id: closed.id }, { status: 'resolved' }))
  await assert.rejects(claim(closed.id), { code: 'conversation_not_active' })
})

test('a ticket is for its customer and the support members', async (t) => {
  const { home, system } = await start(t)
  const may = (actor: Ctx['actor'], supporters: number[]) => mayReadTicket({ ...system, actor }, home.ticket, supporters)
  assert.deepEqual([may(home.jane, []), may(home.ann, [home.ann.id]), may(home.bob, [home.ann.id])], [true, true, false])
  assert.equal(may({ kind: 'contact', id: home.jane.id + 1 }, [home.jane.id + 1]), false)
  assert.equal(may({ kind: 'application', id: home.ann.id }, [home.ann.id]), false)
})
