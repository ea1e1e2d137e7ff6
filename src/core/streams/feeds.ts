import { getPosition, listPositions } from '../../storage/queries/counters.ts'
import type { Core } from '../context.ts'
import { type AccountFeed, createAccountFeed, type Seat } from './account-feed.ts'

/** How often the accounts that somebody follows are asked how far their logs are: no event depends on a hint. */
const POLL_MS = 1_000

export type Feeds = {
  /** Takes a seat at an account's feed. The feed reads while anybody has one. */
  join(accountId: number, seat: Seat): Promise<AccountFeed>
  leave(feed: AccountFeed, seat: Seat): void
  /** Told of what went wrong while a log was read; it is read again with the next hint or poll. */
  onTrouble(listener: (error: unknown) => void): void
}

/** The feeds of one process, one for each account that somebody follows: woken by the store's hints and, because those may be lost, by a slow poll. */
export function createFeeds(coreOf: () => Core): Feeds {
  const feeds = new Map<number, Promise<AccountFeed>>()
  const open = new Map<number, AccountFeed>()
  let trouble: (error: unknown) => void = () => {}
  let deafen: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  let polling = false

  async function start(accountId: number): Promise<AccountFeed> {
    const core = coreOf()
    deafen ??= core.store.onGrowth((id) => void open.get(id)?.read().catch(trouble))
    timer ??= setInterval(() => void poll(core).catch(trouble), POLL_MS).unref()
    const feed = createAccountFeed(core, accountId, await getPosition(core.store, accountId))
    open.set(accountId, feed)
    return feed
  }

  async function poll(core: Core): Promise<void> {
    if (polling || open.size === 0) return
    polling = true
    try {
      for (const { accountId, position } of await listPositions(core.store, [...open.keys()])) {
        const feed = open.get(accountId)
        feed?.forget()
        if (feed && position > feed.newest()) await feed.read().catch(trouble)
      }
    } finally {
      polling = false
    }
  }

  return {
    async join(accountId, seat) {
      for (;;) {
        const pending = feeds.get(accountId) ?? start(accountId)
        feeds.set(accountId, pending)
        const feed = await pending.catch((error: unknown) => {
          if (feeds.get(accountId) === pending) feeds.delete(accountId)
          throw error
        })
        // The last who had a seat may just have left.
        if (open.get(accountId) !== feed) continue
        feed.take(seat)
        return feed
      }
    },
    leave(feed, seat) {
      feed.seats.delete(seat)
      if (feed.seats.size > 0) return
      feeds.delete(feed.accountId)
      open.delete(feed.accountId)
      if (open.size > 0) return
      deafen?.()
      clearInterval(timer)
      deafen = undefined
      timer = undefined
    },
    onTrouble(listener) {
      trouble = listener
    },
  }
}
