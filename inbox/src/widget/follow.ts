import { Refusal } from './api.ts'
import { readStream, type StreamEvent } from './read-stream.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** The server gives a sign of life every 15 seconds. */
const SILENCE_MS = 40_000

export type Follow = {
  open(after: number | undefined, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  hear(event: StreamEvent): void
  /** The log could not be followed without a gap: everything has to be read anew. */
  reset(): void
  /** Whether what happens is heard just now. */
  live(isLive: boolean): void
  /** The token is good for it no more; nothing follows. */
  refused(error: Refusal): void
}

/** Follows the log over every break of the connection, from the position it had come to. It rests while nobody looks, because browsers open few connections to one place. */
export function followLog(follow: Follow) {
  let position: number | undefined
  let running: AbortController | undefined
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(abort: AbortController): Promise<void> {
    let silence: ReturnType<typeof setTimeout> | undefined
    const beat = () => {
      clearTimeout(silence)
      silence = setTimeout(() => abort.abort(), SILENCE_MS)
    }
    beat()
    try {
      await readStream(await follow.open(position, abort.signal), hear, beat)
    } finally {
      clearTimeout(silence)
    }
  }

  function hear(event: StreamEvent): void {
    if (event.id) position = Number(event.id)
    if (event.name === 'ready') {
      failures = 0
      follow.live(true)
    } else if (event.name === 'refused') throw new Refusal(401, 'refused', '')
    else if (event.name !== '') follow.hear(event)
  }

  function again(): void {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++) * (0.5 + Math.random() / 2)
    timer = setTimeout(start, pause)
  }

  /** Begins, or tries again at once. */
  function start(): void {
    if (running) return
    clearTimeout(timer)
    const abort = new AbortController()
    running = abort
    run(abort)
      .then(undefined, (error: unknown) => error)
      .then((error) => {
        if (running !== abort) return
        running = undefined
        follow.live(false)
        if (!(error instanceof Refusal) || error.mayPass) return again()
        if (error.code !== 'position_gone' && error.code !== 'position_ahead') return follow.refused(error)
        position = undefined
        follow.reset()
        again()
      })
  }

  /** Until it is started again, from where it was. */
  function rest(): void {
    clearTimeout(timer)
    const abort = running
    running = undefined
    abort?.abort()
  }

  return {
    start,
    rest,
    /** Somebody else's log: begins anew. */
    forget() {
      rest()
      position = undefined
      failures = 0
    },
  }
}
