import { setImmediate } from 'node:timers/promises'
import type { Account } from '../../model/account.ts'
import { type Retention, retentionOf } from '../../model/retention.ts'
import { listAccounts } from '../../storage/queries/accounts.ts'
import { deleteSettledDeliveries, listOldDeliveries, type OldDelivery } from '../../storage/queries/retention/trim-deliveries.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Core } from '../context.ts'
import { eachApart } from '../each-apart.ts'
import { tidyIndex } from '../search/tidy-index.ts'
import { trimEvents } from './trim-events.ts'
import { trimMessages } from './trim-messages.ts'

const DAY = 86_400_000_000
const STEP = 500
const ACCOUNTS = 100

export type Trimmed = { messages: number; events: number; deliveries: number }

/**
 * Deletes what the accounts no longer want to keep, in transactions so small that no send waits for them, and says how much went. It may end after any of them: the next run
 * goes on from what there is.
 */
export async function keepRetention(core: Core, standard: Retention, isStopped: () => boolean): Promise<Trimmed> {
  const trimmed: Trimmed = { messages: 0, events: 0, deliveries: 0 }
  try {
    await eachApart(accountsOf(core, isStopped), async ({ id, settings }) => {
      const { messageDays, eventDays, deliveryDays } = retentionOf(settings.retention, standard)
      const before = (days: number) => core.now() - days * DAY
      if (messageDays !== null) trimmed.messages += await trimMessages(systemCtx(core, id), before(messageDays), isStopped)
      if (eventDays !== null) trimmed.events += await trimEvents(core, id, before(eventDays), isStopped)
      if (deliveryDays !== null) trimmed.deliveries += await trimDeliveries(core, id, before(deliveryDays), isStopped)
    })
  } finally {
    if (trimmed.messages > 0) await tidyIndex(core, isStopped)
  }
  return trimmed
}

async function* accountsOf({ store }: Core, isStopped: () => boolean): AsyncGenerator<Account, void> {
  for (let after = 0; !isStopped(); ) {
    const accounts = await listAccounts(store, { after, limit: ACCOUNTS })
    yield* accounts
    const last = accounts.at(-1)
    if (!last || accounts.length < ACCOUNTS) break
    after = last.id
  }
}

async function trimDeliveries(core: Core, accountId: number, before: number, isStopped: () => boolean): Promise<number> {
  let trimmed = 0
  let after: OldDelivery | undefined
  while (!isStopped()) {
    const page = await listOldDeliveries(core.store, accountId, { before, after, limit: STEP })
    const settled = page.filter((one) => one.settled)
    if (settled.length > 0) trimmed += await core.store.tx((tx) => deleteSettledDeliveries(tx, accountId, settled))
    after = page.at(-1)
    if (page.length < STEP) break
    await setImmediate()
  }
  return trimmed
}
