import { AppError } from '../../model/errors.ts'
import type { Signal } from '../../model/signal.ts'
import type { Happening } from '../events/replay-events.ts'
import { followLog, startPosition, type Viewer } from './follow-log.ts'
import { showsSignal, type ToldSignal } from './show-signal.ts'
import type { Ending, Sink } from './sink.ts'
import type { Registered } from './streams.ts'

export type StreamWish = {
  viewer: Viewer
  /** The same one's look a moment later, as their rights are by then. Throws once they have none. */
  renew(): Promise<Viewer>
  /** Behind which position to begin; now, unless told. */
  after?: number | undefined
  /** Which events are wanted, signals among them by their kind; all unless told. */
  wants?(happening: Happening | Signal): boolean
  /** Who shares a limit; the token unless told. */
  caller?: string
}

export type OpenStream = {
  /** Where it begins. */
  position: number
  /** Begins. */
  start(sink: Sink): void
  /** The client has taken what waited. */
  resume(): void
  /** The client has gone. */
  close(): void
}

const PAGE = 100
/** More than this is not put into a client's buffer; one that leaves it full for so long is cut off, and may resume. Bytes, microseconds. */
const MAX_UNSENT = 256 * 1024
const MAX_BLOCKED = 30_000_000
const MAX_SIGNALS = 32
/** How often a silent stream says that it lives, and for how long rights are taken to be what they were. Microseconds. */
const BEAT = 15_000_000
const CHECK = 1_000_000

/**
 * Opens a stream along the log: what came after a position, and then whatever happens, with neither gap nor repeat, as far as the viewer may see it at that time. Refuses with
 * `position_ahead`, `position_gone`, `too_many_streams` and `unavailable`.
 */
export async function openStream(wish: StreamWish): Promise<OpenStream> {
  const { core, accountId, token } = wish.viewer.ctx
  let viewer = wish.viewer
  let sink: Sink | undefined
  let checkedAt = core.now()
  let saidAt = checkedAt
  let blockedAt: number | undefined
  let beatDue = false
  let busy = false
  let again = false
  let ended = false
  let signals: ToldSignal[] = []
  let over: Ending | undefined
  let position = await startPosition(viewer.ctx, wish.after)
  const follower = await followLog(viewer, () => void pump())
  const stream: OpenStream & Registered = {
    accountId,
    isVisitor: token?.scope === 'visitor',
    get position() {
      return position
    },
    start(given) {
      sink = given
      if (over) given.end(over)
      else void pump()
    },
    resume() {
      blockedAt = undefined
      void pump()
    },
    hear(told) {
      if (!(wish.wants?.(told.signal) ?? true)) return
      signals.push(told)
      if (signals.length > MAX_SIGNALS) signals.shift()
      void pump()
    },
    tick(now) {
      if (blockedAt !== undefined && !isFull()) stream.resume()
      else if (blockedAt !== undefined && now - blockedAt >= MAX_BLOCKED) end({ reason: 'slow' })
      else if (Math.abs(now - saidAt) >= BEAT || isExpired(now)) {
        beatDue = true
        void pump()
      }
    },
    stop: () => end({ reason: 'stopping' }),
    close,
  }
  const leave = enter()
  const depart = core.presence.enter(accountId, viewer.ctx.actor)
  try {
    // Whether the log still holds it is to be known before anything is answered.
    await follower.read(position, 1)
  } catch (error) {
    close()
    throw error
  }
  return stream

  function enter(): () => void {
    try {
      return core.streams.enter(wish.caller ?? `token ${token?.id}`, stream)
    } catch (error) {
      follower.close()
      throw error
    }
  }

  function isExpired(now: number): boolean {
    return token?.expiresAt != null && token.expiresAt <= now
  }

  function isFull(): boolean {
    if ((sink?.unsent() ?? 0) <= MAX_UNSENT) return false
    blockedAt ??= core.now()
    return true
  }

  /** Says what there is to say, one thing after another; asked again meanwhile, it looks again. */
  async function pump(): Promise<void> {
    again = true
    if (busy || !sink || ended) return
    busy = true
    try {
      while (again && !ended) {
        again = false
        await tell(sink)
      }
    } catch (error) {
      end({ reason: 'refused', error: error instanceof AppError ? error : new AppError('internal', { cause: error }) })
    } finally {
      busy = false
    }
  }

  async function tell(to: Sink): Promise<void> {
    if (isFull()) return
    if (beatDue) {
      await check()
      if (ended) return
      to.beat(position)
      saidAt = core.now()
      beatDue = false
    }
    if (signals.length > 0) await tellSignals(to)
    while (!ended && !isFull() && (await tellPage(to)));
  }

  async function tellSignals(to: Sink): Promise<void> {
    await checkAgain()
    const told = signals
    signals = []
    for (const one of told) {
      const words = ended || !showsSignal(viewer, one) ? undefined : to.renderSignal(viewer, one.signal)
      if (words === undefined) continue
      to.write(words)
      core.streams.counts.signals += 1
    }
  }

  /** One page of the log; false when there is none, or no room for more. */
  async function tellPage(to: Sink): Promise<boolean> {
    let page = await follower.read(position, PAGE)
    if (!page) return false
    // Whoever sees single conversations of their own cannot come to see more of these.
    const isSettled = page.events.length === 0 && (viewer.reader.role === 'contact' || viewer.reader.role === 'application')
    if (!isSettled && (await checkAgain())) page = await follower.read(position, PAGE)
    if (!page) return false
    to.hold?.()
    try {
      for (const happening of page.events) {
        if (!(await tellOne(to, happening))) return false
      }
    } finally {
      to.release?.()
    }
    position = page.position
    return true
  }

  /** One event, unless it is not wanted; false when nothing more may be told now. */
  async function tellOne(to: Sink, happening: Happening): Promise<boolean> {
    const rendering = (wish.wants?.(happening) ?? true) ? to.render(viewer, happening) : undefined
    const words = rendering instanceof Promise ? await rendering : rendering
    if (ended) return false
    if (words !== undefined) {
      to.write(words)
      saidAt = core.now()
      core.streams.counts.events += 1
    }
    position = happening.event.position
    return !isFull()
  }

  /** Looks at the viewer's rights, if it has been a moment, and says whether it did. */
  async function checkAgain(): Promise<boolean> {
    // Also after the clock was set back.
    if (Math.abs(core.now() - checkedAt) < CHECK) return false
    await check()
    return true
  }

  async function check(): Promise<void> {
    viewer = await wish.renew()
    checkedAt = core.now()
    follower.see(viewer)
  }

  function close(): void {
    if (ended) return
    ended = true
    leave()
    depart()
    follower.close()
  }

  function end(ending: Ending): void {
    if (ended) return
    over = ending
    close()
    if (ending.reason === 'slow') core.streams.counts.slow += 1
    sink?.end(ending)
  }
}
