import type { AppError } from '../../model/errors.ts'
import type { Signal } from '../../model/signal.ts'
import type { Happening } from '../events/replay-events.ts'
import type { Viewer } from './follow-log.ts'

/** What carries a stream to its client: an HTTP answer, a WebSocket. */
export type Sink = {
  /** What the client is told of an event, as it goes out; undefined where it is told nothing. */
  render(viewer: Viewer, happening: Happening): Words | undefined | Promise<Words | undefined>
  renderSignal(viewer: Viewer, signal: Signal): Words | undefined
  write(words: Words): void
  /** What is written between the two may go out together. */
  hold?(): void
  release?(): void
  /** How many bytes wait for the client to take them. */
  unsent(): number
  /** Nothing was said for a while: the stream lives, and the log was read up to this position. */
  beat(position: number): void
  /** The stream is over; says why and closes. */
  end(ending: Ending): void
}

/** What goes out: text, or the bytes of it where several are told the same. */
export type Words = string | Buffer

/** Why a stream ends from this side: the server stops, the client does not keep up, or it may not, or cannot, go on. */
export type Ending = { reason: 'stopping' } | { reason: 'slow' } | { reason: 'refused'; error: AppError }
