import { AppError } from '../../model/errors.ts'
import type { Core } from '../context.ts'
import type { ToldSignal } from './show-signal.ts'

/** How many streams may be open. */
export type StreamLimits = {
  /** In this process. */
  total: number
  /** With one token, or whatever else stands for one caller. */
  perCaller: number
}

/** Nobody has to be known to be a visitor: one of them has few streams, and all of them leave room for everybody else. */
const PER_VISITOR = 10
const VISITORS_SHARE = 0.5

export const STREAM_LIMITS: StreamLimits = { total: 10_000, perCaller: 100 }

/** What a stream is to the registry. */
export type Registered = {
  accountId: number
  /** Whether it is a visitor's of a customer's site. */
  isVisitor: boolean
  /** Looks, about every second, whether something is due. */
  tick(now: number): void
  /** Told of what is streamed and kept nowhere. */
  hear(told: ToldSignal): void
  /** The server stops. */
  stop(): void
}

/** The open streams of one process. */
export type Streams = {
  /** Enters a stream, and gives what takes it out again. Refuses with `too_many_streams`, and with `unavailable` while the server stops or has no room. */
  enter(caller: string, stream: Registered): () => void
  /** Those of one account. */
  of(accountId: number): ReadonlySet<Registered>
  /** Ends all of them, and lets nobody in any more. */
  stop(): void
  /** Aborted by that, for who is not entered yet. */
  stopping: AbortSignal
  /** For the metrics; sockets of other protocols that tell the same are counted, too. */
  counts: { open: number; events: number; signals: number; slow: number }
}

const TICK_MS = 500
const NONE: ReadonlySet<Registered> = new Set()

export function createStreams(coreOf: () => Core, limits: StreamLimits): Streams {
  const byAccount = new Map<number, Set<Registered>>()
  const callers = new Map<string, number>()
  const counts = { open: 0, events: 0, signals: 0, slow: 0 }
  /** Those entered here: sockets of other protocols have their own limit, and take nobody's place. */
  let entered = 0
  let visitors = 0
  let timer: NodeJS.Timeout | undefined
  const stopping = new AbortController()

  function tick(): void {
    const now = coreOf().now()
    for (const streams of byAccount.values()) for (const stream of streams) stream.tick(now)
  }

  function leave(caller: string, stream: Registered): void {
    const streams = byAccount.get(stream.accountId)
    if (!streams?.delete(stream)) return
    counts.open -= 1
    entered -= 1
    if (stream.isVisitor) visitors -= 1
    if (streams.size === 0) byAccount.delete(stream.accountId)
    const left = (callers.get(caller) ?? 1) - 1
    if (left > 0) callers.set(caller, left)
    else callers.delete(caller)
    if (entered > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    counts,
    stopping: stopping.signal,
    enter(caller, stream) {
      const isFull = entered >= limits.total || (stream.isVisitor && visitors >= limits.total * VISITORS_SHARE)
      if (stopping.signal.aborted || isFull) throw new AppError('unavailable')
      const present = callers.get(caller) ?? 0
      const most = stream.isVisitor ? Math.min(PER_VISITOR, limits.perCaller) : limits.perCaller
      if (present >= most) throw new AppError('too_many_streams')
      callers.set(caller, present + 1)
      const streams = byAccount.get(stream.accountId) ?? new Set()
      byAccount.set(stream.accountId, streams.add(stream))
      counts.open += 1
      entered += 1
      if (stream.isVisitor) visitors += 1
      timer ??= setInterval(tick, TICK_MS).unref()
      return () => leave(caller, stream)
    },
    of: (accountId) => byAccount.get(accountId) ?? NONE,
    stop() {
      stopping.abort()
      for (const streams of byAccount.values()) for (const stream of streams) stream.stop()
    },
  }
}
