import type { TestContext } from 'node:test'
import { type CallOptions, startServer } from '../../../../../test/harness.ts'
import { systemCtx } from '../../../../core/accounts/create-account.ts'
import { createContact } from '../../../../core/contacts/create-contact.ts'
import { putDelivery } from '../../../../core/deliveries/put-delivery.ts'
import { createToken } from '../../../../core/tokens/create-token.ts'
import { createClient, createClock } from '../../test-client.ts'

export const AGENT = '/ondi/messaging/support/tickets'
export const CUSTOMER = '/ondi/customer/support/tickets'
export const PROBLEM = { subject: 'Cold soup', priority: 'high', message: 'The soup was cold.' }

/** Ann is the support member, Jane the customer of delivery D-1 of order O-7; Kim is another customer. */
export async function startTickets(t: TestContext) {
  const clock = createClock()
  const server = await startServer(t, { now: clock.now })
  const { core, home } = server
  const kim = await core.store.tx(async (tx) => {
    const ctx = systemCtx(core, home.account.id)
    await putDelivery(ctx, tx, 'D-1', { orderReference: 'O-7', driverId: home.bob.id, customerId: home.jane.id })
    await putDelivery(ctx, tx, 'D-2', { orderReference: 'O-8' })
    const contact = await createContact(ctx, tx, { name: 'Kim' })
    return (await createToken(core, tx, { accountId: home.account.id, author: contact, scope: 'api', dialect: 'ondi', label: 'test' }))
      .secret
  })
  const client = createClient(server)
  const call = (method: string, path: string, token: string, body?: unknown, options: CallOptions = {}) =>
    client.call(method, path, { token, body, ...options })
  const open = (body: object = {}, token = home.secrets.jane) => call('POST', CUSTOMER, token, { ...PROBLEM, ...body })
  return { server, client, clock, home, kim, call, open, ann: home.secrets.ann, bob: home.secrets.bob, jane: home.secrets.jane }
}
