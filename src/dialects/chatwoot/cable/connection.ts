import type { WebSocket } from 'ws'
import type { Core } from '../../../core/context.ts'
import { AppError } from '../../../model/errors.ts'
import type { Backlog } from './backlog.ts'
import type { Hall } from './hall.ts'
import { type Attendance, renderPresence } from './presence.ts'
import { eventFrame, type Goodbye, goodbyeFrame, WELCOME } from './protocol.ts'
import { isCrowded, type Listener, toText } from './room.ts'
import { createSession, type Effect } from './session.ts'
import { createListenerCtx, findSubscriber, type Subscriber } from './subscriber.ts'

/** Commands of one client that wait for the ones before them. */
const MAX_WAITING = 100
/** A socket on which nobody listens for this long is given up, microseconds. */
const IDLE_US = 30_000_000

/** It missed something, or cannot be served now: it comes back, and reads over REST what there is. */
const BEHIND: Goodbye = { reason: 'remote', reconnect: true }

/** One client's socket. */
export type Connection = {
  /** Every few seconds: the client is told that the connection lives; nobody is waited for who is not there any more. */
  beat(ping: string): void
  hangUp(goodbye: Goodbye): void
}

/** What the connections of one process share. */
export type House = { core: Core; hall: Hall; attendance: Attendance; backlog: Backlog }

export function createConnection({ core, hall, attendance, backlog }: House, socket: WebSocket, origin: string): Connection {
  const session = createSession()
  const listeners = new Map<string, Listener>()
  let idleSince = core.now()
  let work = Promise.resolve()
  let waiting = 0
  let open = true

  function send(frame: string): void {
    if (!open) return
    socket.send(frame)
    if (backlog.bears(socket, socket.bufferedAmount)) return
    // It comes back, and reads over REST what it missed.
    core.streams.counts.slow += 1
    hangUp(BEHIND)
  }

  function hangUp(goodbye: Goodbye): void {
    if (!open) return
    socket.send(goodbyeFrame(goodbye))
    leave()
    socket.close(1000)
  }

  function leave(): void {
    open = false
    for (const identifier of [...listeners.keys()]) forget(identifier)
  }

  function carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if ('send' in effect) send(effect.send)
      else if ('hangUp' in effect) hangUp(effect.hangUp)
      else inTurn(effect)
    }
  }

  /** What asks the store is done one after another, so that answers keep the order of the commands. */
  function inTurn(effect: Exclude<Effect, { send: string } | { hangUp: Goodbye }>): void {
    if (waiting >= MAX_WAITING) {
      hangUp({ reason: 'invalid_request', reconnect: false })
      return
    }
    waiting += 1
    work = work
      .then(() => (open ? perform(effect) : undefined))
      .catch(() => hangUp(BEHIND))
      .finally(() => {
        waiting -= 1
      })
  }

  async function perform(effect: Parameters<typeof inTurn>[0]): Promise<void> {
    if ('subscribe' in effect) await subscribe(effect.subscribe)
    else if ('unsubscribe' in effect) forget(effect.unsubscribe)
    else if (effect.action === 'update_presence') await tellPresence(listeners.get(effect.perform))
  }

  async function subscribe(identifier: string): Promise<void> {
    const subscriber = await findSubscriber(core, identifier).catch((error: unknown) => {
      if (error instanceof AppError) return undefined
      throw error
    })
    const room = subscriber && (await hall.open(subscriber.accountId))
    const listener = room && !isCrowded(room.listeners, subscriber) ? listen(identifier, subscriber) : undefined
    const effects = session.settle(identifier, listener !== undefined)
    carryOut(effects)
    // The client may have taken it back meanwhile, or gone.
    if (!listener || effects.length === 0 || !open) return
    listeners.set(identifier, listener)
    room?.listeners.add(listener)
    await tellPresence(listener)
  }

  function listen(identifier: string, subscriber: Subscriber): Listener {
    return {
      identifier,
      subscriber,
      origin,
      checkedAt: core.now(),
      tell: (message) => send(eventFrame(identifier, message)),
      end() {
        forget(identifier)
        carryOut(session.end(identifier))
      },
      lose: () => hangUp(BEHIND),
    }
  }

  function forget(identifier: string): void {
    const listener = listeners.get(identifier)
    if (!listener) return
    listeners.delete(identifier)
    if (listeners.size === 0) idleSince = core.now()
    attendance.drop(listener)
    hall.leave(listener)
  }

  /** Whoever says that they are there is told who is (chatwoot sheet 11). */
  async function tellPresence(listener: Listener | undefined): Promise<void> {
    if (!listener) return
    attendance.see(listener)
    const { accountId } = listener.subscriber
    const data = await renderPresence(createListenerCtx(core, { accountId, origin }), 'member' in listener.subscriber)
    listener.tell(toText('presence.update', data))
  }

  socket.on('message', (data, isBinary) => {
    if (open) carryOut(session.take(isBinary ? '' : String(data)))
  })
  socket.on('close', () => {
    leave()
    backlog.forget(socket)
  })
  send(WELCOME)

  return {
    hangUp,
    beat(ping) {
      if (listeners.size === 0 && core.now() - idleSince > IDLE_US) hangUp(BEHIND)
      send(ping)
    },
  }
}
