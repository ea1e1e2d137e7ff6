import type { Conversation } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { LogEvent } from '../../model/event.ts'
import type { Participant } from '../../model/participant.ts'
import { isWithin, opensByPart } from '../../model/reach.ts'
import { getPosition } from '../../storage/queries/counters.ts'
import { mayReadConversation, type Reader } from '../access.ts'
import type { Ctx } from '../context.ts'
import { type Happening, replayEvents } from '../events/replay-events.ts'
import { seesWholeLog, showEvent, type View, viewOf } from '../events/show-event.ts'
import type { Entry, Seat } from './account-feed.ts'

/** Who looks: what they may see is decided by nothing else. */
export type Viewer = { ctx: Ctx; reader: Reader }

/** What a follower is shown next, oldest first; `position` is how far the log was read for it. */
export type Page = { events: readonly Happening[]; position: number }

export type Follower = {
  /** Somebody else's look from now on, or the same one's after their rights have changed. */
  see(viewer: Viewer): void
  /** What there is after a position, undefined while there is nothing. A page may be empty. Refuses with `position_gone` what the log has left behind. */
  read(after: number, limit: number): Page | undefined | Promise<Page>
  /** Where the log stands, as far as this process has read it. */
  newest(): number
  close(): void
}

/**
 * Follows the log of the viewer's account: what is newest from what is read once for everybody, what is older page by page, so a follower that is behind costs no
 * memory. It pulls; `wake` tells it that there is more. Nothing is skipped or repeated by whoever reads on from the position of the last page.
 */
export async function followLog(viewer: Viewer, wake: () => void): Promise<Follower> {
  const { feeds } = viewer.ctx.core
  let seen = viewer
  let view = viewOf(viewer.ctx, viewer.reader)
  const seat: Seat = { authorId: seatOf(view, viewer), since: undefined, wake }
  const feed = await feeds.join(viewer.ctx.accountId, seat)
  return {
    see(next) {
      seen = next
      view = viewOf(next.ctx, next.reader)
      const authorId = seatOf(view, next)
      if (authorId !== seat.authorId) {
        seat.authorId = authorId
        feed.place(seat)
      }
    },
    read(after, limit) {
      if (after >= feed.newest()) return undefined
      const entries = feed.after(seat, after, limit)
      return entries ? toPage(entries, view, seen, after) : replay(seen, after, limit)
    },
    newest: feed.newest,
    close: () => feeds.leave(feed, seat),
  }
}

/** A visitor's stream goes back so far: nobody has to be known to be one, and hardly any of the log is theirs. What they missed before they read in their one conversation. */
const VISITORS_GO_BACK = 10_000

/**
 * The position to follow from: the newest where none is asked for. Refuses with `position_ahead` one the log has not come to, and with `position_gone` a visitor who is too far behind.
 */
export async function startPosition({ core, accountId, token }: Ctx, after: number | undefined): Promise<number> {
  const newest = await getPosition(core.store, accountId)
  if (after === undefined) return newest
  if (after > newest) throw new AppError('position_ahead', { message: `The log has come to position ${newest} only.`, field: 'after' })
  if (token?.scope === 'visitor' && newest - after > VISITORS_GO_BACK) {
    const message = `A visitor’s stream goes ${VISITORS_GO_BACK} events back.`
    throw new AppError('position_gone', { message, oldestPosition: newest - VISITORS_GO_BACK + 1 })
  }
  return after
}

function seatOf(view: View, { reader }: Viewer): number | null {
  return seesWholeLog(view) ? null : reader.id
}

/** Others are answered between two pages, also where nothing of a long log is the viewer's and the store waits for nobody. */
async function replay({ ctx, reader }: Viewer, after: number, limit: number): Promise<Page> {
  const { events, nextAfter } = await replayEvents(ctx, reader, { after, limit })
  await new Promise((resolve) => setImmediate(resolve))
  return { events, position: nextAfter }
}

function toPage(entries: readonly Entry[], view: View, viewer: Viewer, after: number): Page {
  const events: Happening[] = []
  for (const entry of entries) {
    const { happening } = entry
    const event = showEvent(happening.event, view, isOpen(entry, viewer))
    if (event) events.push(asShown(happening, event, isOpen(entry, viewer)))
  }
  return { events, position: entries.at(-1)?.happening.event.position ?? after }
}

/** The same object for everybody who is shown all of it, so that its words are made once. */
function asShown(happening: Happening, event: LogEvent, open: boolean): Happening {
  const conversation = open ? happening.conversation : undefined
  return event === happening.event && conversation === happening.conversation ? happening : { ...happening, event, conversation }
}

function isOpen({ happening, participants }: Entry, viewer: Viewer): boolean {
  return mayOpen(viewer, happening.conversation, participants.get(viewer.reader.id))
}

/** Whether a conversation is open to a viewer whose own place in it is known (the rule is `openConversation`). */
export function mayOpen({ ctx, reader }: Viewer, conversation: Conversation | undefined, own: Participant | undefined): boolean {
  if (!conversation || !(isWithin(ctx.reach, conversation) || (opensByPart(ctx.reach) && own?.leftAt === null))) return false
  return mayReadConversation(reader, conversation, own)
}
