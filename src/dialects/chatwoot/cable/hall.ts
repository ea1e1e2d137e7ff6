import type { FastifyBaseLogger } from 'fastify'
import type { Core } from '../../../core/context.ts'
import { followLog } from '../../../core/streams/follow-log.ts'
import type { Signal } from '../../../model/signal.ts'
import type { MessageProfile } from '../profile.ts'
import { createRoom, type Listener, type Room } from './room.ts'
import { createListenerCtx } from './subscriber.ts'

/** For how long it is taken for granted that a token still stands for whom it did, microseconds. */
const CHECK_US = 15_000_000
const PAGE = 100
/** Typing is passed on soon or not at all. */
const MAX_TYPING = 50

type RoomParts = { core: Core; log: FastifyBaseLogger; message: MessageProfile; accountId: number }
type Typing = Extract<Signal, { kind: 'typing' }>
type FollowedRoom = Pick<Room, 'listeners'> & { hear(signal: Typing): void; checkSoon(): void; close(): void }

/** The accounts that somebody listens to, each in a room of its own which follows the account's log. */
export type Hall = {
  /** The account's room; whoever then enters is told of everything that comes after. It must be entered at once. */
  open(accountId: number): Promise<Pick<Room, 'listeners'>>
  leave(listener: Listener): void
  /** Looks again at who listens, and closes what nobody listens to. */
  beat(): void
}

export function createHall(core: Core, log: FastifyBaseLogger, message: MessageProfile): Hall {
  const rooms = new Map<number, Promise<FollowedRoom>>()
  const open = new Map<number, FollowedRoom>()
  core.signals.listen((signal) => {
    if (signal.kind === 'typing') open.get(signal.accountId)?.hear(signal)
  })

  async function start(accountId: number): Promise<FollowedRoom> {
    const room = await openRoom({ core, log, message, accountId })
    open.set(accountId, room)
    return room
  }

  return {
    async open(accountId) {
      const room = rooms.get(accountId) ?? start(accountId)
      rooms.set(accountId, room)
      room.catch(() => rooms.delete(accountId))
      return room
    },
    leave(listener) {
      open.get(listener.subscriber.accountId)?.listeners.delete(listener)
    },
    beat() {
      for (const [accountId, room] of open) {
        if (room.listeners.size > 0) {
          room.checkSoon()
          continue
        }
        room.close()
        open.delete(accountId)
        rooms.delete(accountId)
      }
    },
  }
}

/** A room that is told, in the order in which it happened, of whatever happens from now on. */
async function openRoom({ core, log, message, accountId }: RoomParts): Promise<FollowedRoom> {
  const room = createRoom(core, message, accountId)
  const ctx = createListenerCtx(core, { accountId, origin: '' })
  const follower = await followLog({ ctx, reader: { role: 'administrator', id: ctx.actor.id } }, () => void pump())
  let position = follower.newest()
  let typing: Typing[] = []
  let checking = false
  let again = false
  let busy = false

  async function pump(): Promise<void> {
    again = true
    if (busy) return
    busy = true
    try {
      while (again) {
        again = false
        await tell()
      }
    } catch (error) {
      position = follower.newest()
      lose(error)
    } finally {
      busy = false
    }
  }

  /** The socket knows no way to read on from where somebody was: whoever listens comes back, and reads over REST what they missed. */
  function lose(error: unknown): void {
    log.error({ err: error, accountId }, 'telling sockets failed')
    for (const listener of room.listeners) listener.lose()
  }

  async function tell(): Promise<void> {
    const signals = typing
    typing = []
    for (const signal of signals) await room.tellTyping(signal)
    for (;;) {
      const page = room.listeners.size > 0 ? await follower.read(position, PAGE) : undefined
      if (!page) break
      await room.tell(page.events)
      position = page.position
    }
    if (room.listeners.size === 0) position = follower.newest()
  }

  return {
    listeners: room.listeners,
    hear(signal) {
      if (room.listeners.size === 0 || typing.length >= MAX_TYPING) return
      typing.push(signal)
      void pump()
    },
    /** Beside the telling: nobody is told later because others are looked at. */
    checkSoon() {
      if (checking) return
      checking = true
      room
        .check(core.now() - CHECK_US)
        .catch(lose)
        .finally(() => {
          checking = false
        })
    },
    close: () => follower.close(),
  }
}
