import { findDelivery } from '../../storage/queries/conversations/deliveries.ts'
import type { Ctx } from '../context.ts'
import { putDelivery } from '../deliveries/put-delivery.ts'
import type { SeedDelivery } from './seed-schema.ts'
import { at, countMade, findAuthor, type SeedWork } from './seed-work.ts'

/** Makes the deliveries whose references the account does not know yet. */
export async function seedDeliveries(work: SeedWork, ctx: Ctx, inputs: readonly SeedDelivery[], path: string): Promise<void> {
  for (const [index, { reference, order, driver, customer }] of inputs.entries()) {
    if (await findDelivery(work.tx, ctx.accountId, reference)) continue
    const here = `${path}.deliveries[${index}]`
    const idOf = async (who: { member?: string; contact?: string }) => (await findAuthor(work, ctx.accountId, who, here)).id
    const input = {
      orderReference: order,
      driverId: driver === undefined ? undefined : await idOf({ member: driver }),
      customerId: customer === undefined ? undefined : await idOf({ contact: customer }),
    }
    await at(here, () => putDelivery(ctx, work.tx, reference, input))
    countMade(work, 'deliveries')
  }
}
