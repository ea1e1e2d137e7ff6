import type { Erasure } from '../../model/erasure.ts'
import type { Tx } from '../../storage/db.ts'
import { forgetCustomers, listCustomers } from '../../storage/queries/erasure/traces.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import type { Step } from './continue-erasure.ts'

const STEP = 1000

/** One step through the account's deliveries: those of the contact are nobody's from now on. */
export async function eraseDeliveries(ctx: Ctx, tx: Tx, { contactId, place }: Erasure): Promise<Step> {
  const { core, accountId, actor } = ctx
  const page = await listCustomers(tx, accountId, { afterId: Number(place?.[0] ?? 0), limit: STEP })
  const own = page.filter((delivery) => delivery.customerId === contactId).map((delivery) => delivery.id)
  if (own.length > 0) await forgetCustomers(tx, accountId, own, core.now())
  const events = own.map((id) => subjectEvent('delivery.updated', id, actor, { fields: ['customerId'] }))
  await recordEvents(tx, accountId, core.now(), events)
  const last = page.at(-1)
  return { counts: { deliveries: own.length }, next: last && page.length === STEP ? [last.id] : 'done' }
}
