import type { Happening } from '../../../core/events/replay-events.ts'
import type { Viewer } from '../../../core/streams/follow-log.ts'
import type { Signal } from '../../../model/signal.ts'
import { toWireTime } from '../wire.ts'
import { toWireEvents } from '../wires/event.ts'

/** How one thing goes out: `id` is its position in the log, absent for what is kept nowhere. `data` is JSON text. */
export type Frame = (type: string, data: string, id?: number) => string

/** A server-sent event. */
export function toServerSentEvent(type: string, data: string, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${data}\n\n`
}

/** A frame of the WebSocket. */
export function toSocketFrame(type: string, data: string, id?: number): string {
  return `{${id === undefined ? '' : `"id":${id},`}"type":${JSON.stringify(type)},"data":${data}}`
}

/** The bytes that are made of an event for one are what others are told, too: who has the same role, and reaches the server at the same address. */
const made = new WeakMap<Happening, Map<string, Buffer | Promise<Buffer>>>()

/** An event as a stream tells it; its `data` is the event as the replay shows it. */
export function renderEvent(frame: Frame, viewer: Viewer, happening: Happening): Buffer | Promise<Buffer> {
  const key = `${frame.name} ${viewer.reader.role} ${viewer.ctx.origin}`
  const known = made.get(happening) ?? new Map<string, Buffer | Promise<Buffer>>()
  const present = known.get(key)
  if (present) return present
  const pending = make(frame, viewer, happening)
  made.set(happening, known.set(key, pending))
  // Those who come while it is made wait for it, and those after them have it at once.
  pending.then(
    (bytes) => known.set(key, bytes),
    () => known.delete(key),
  )
  return pending
}

async function make(frame: Frame, { ctx, reader }: Viewer, happening: Happening): Promise<Buffer> {
  const [wire] = await toWireEvents(ctx, reader, [happening])
  return Buffer.from(frame(happening.event.type, JSON.stringify(wire), happening.event.position))
}

/** What is told and kept nowhere. */
export function renderSignal(frame: Frame, signal: Signal): string {
  const { kind, id } = signal.author
  const author = { kind, id }
  const at = toWireTime(signal.at)
  if (signal.kind === 'presence') return frame('presence', JSON.stringify({ author, online: signal.online, at }))
  const { conversationId, on, private: isPrivate } = signal
  return frame('typing', JSON.stringify({ conversationId, author, on, private: isPrivate, at }))
}
