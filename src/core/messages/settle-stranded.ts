import { lockConversations } from '../../storage/queries/conversations/conversations.ts'
import { listWaitingMessages, type WaitingMessage } from '../../storage/queries/messages/waiting-messages.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Core } from '../context.ts'
import { eachApart } from '../each-apart.ts'
import { recordEvents } from '../events/record-events.ts'
import { settleHandovers } from './settle-handovers.ts'

/** So many are looked at in one go, and settled in one transaction. */
const STEP = 500
/** How far an event may stand before an earlier one in the log: a transaction takes its time before its position. */
const SLACK_US = 60_000_000

/**
 * Gives up, with the cause, the messages that wait for an address that will not be told of them: their channel has none any more, Parley has paused it, or it was let go on without them. So nothing waits for ever; and
 * what is handed over after all is `sent`. Says how many there were.
 */
export async function settleStranded(core: Core, isStopped: () => boolean): Promise<number> {
  let settled = 0
  await eachApart(waitingByAccount(core, isStopped), async ([accountId, waiting]) => {
    settled += await giveUp(core, accountId, waiting)
  })
  return settled
}

async function* waitingByAccount({ store }: Core, isStopped: () => boolean): AsyncGenerator<[accountId: number, WaitingMessage[]], void> {
  let after: WaitingMessage | undefined
  while (!isStopped()) {
    const waiting = await listWaitingMessages(store, after, STEP)
    yield* Map.groupBy(waiting, (one) => one.accountId)
    after = waiting.at(-1)
    if (waiting.length < STEP) break
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function giveUp(core: Core, accountId: number, waiting: readonly WaitingMessage[]): Promise<number> {
  const stranded = waiting.flatMap((one) => {
    const cause = whyStranded(one)
    return cause === undefined ? [] : [{ ...one, cause }]
  })
  if (stranded.length === 0) return 0
  const ctx = systemCtx(core, accountId)
  return core.store.tx(async (tx) => {
    await lockConversations(
      tx,
      accountId,
      stranded.map((one) => ({ id: one.conversationId })),
    )
    const givenUp = stranded.map(({ id, cause }) => ({ messageId: id, outcome: 'given up' as const, cause }))
    const events = await settleHandovers(ctx, tx, givenUp)
    await recordEvents(tx, accountId, core.now(), events)
    return events.length
  })
}

/** Why a waiting message will not be handed over; undefined where it may yet be. What somebody paused they will let go on. Pure. */
export function whyStranded({ endpoint, createdAt }: Pick<WaitingMessage, 'endpoint' | 'createdAt'>): string | undefined {
  if (!endpoint) return 'The channel has no address any more.'
  if (endpoint.status === 'paused') return endpoint.pausedReason ?? undefined
  const passed = endpoint.readUntil !== null && endpoint.readUntil - SLACK_US > createdAt
  return passed && !endpoint.isPending ? 'The channel’s address was let go on without it.' : undefined
}
