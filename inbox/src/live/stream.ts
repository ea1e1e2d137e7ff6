import { signal } from '@preact/signals'
import { ApiError, toApiError } from '../api/api-error.ts'
import type { Api } from '../api/client.ts'
import type { LogEvent } from '../api/wire.ts'
import { readEvents, type StreamEvent } from './read-events.ts'

/** `offline` is said once a connection was lost or could not be made; `live` again once everything missed is about to be told. */
export type Connection = 'connecting' | 'live' | 'offline'

/** Somebody types, or no more; and who is there. Both are kept nowhere. */
export type Typing = {
  conversationId: number
  author: { kind: string; id: number }
  on: boolean
  private: boolean
}
export type Presence = { author: { kind: string; id: number }; online: boolean }

type Heard = {
  /** What happened, in the order of the account's log, each once. */
  event: LogEvent
  typing: Typing
  presence: Presence
  /** The log could not be followed without a gap: whatever is shown has to be read anew. */
  reset: undefined
  /** The credential is not good for it, or no more. It is tried again, seldom, as long as nobody closes the stream: an account may be suspended for a while. */
  refused: ApiError
}

export type Stream = {
  connection: { readonly value: Connection }
  /** Calls `listen` for everything of one kind; the function returned ends that. */
  on<K extends keyof Heard>(kind: K, listen: (heard: Heard[K]) => void): () => void
  close(): void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
/** After so many the pause is the longest there is. */
const MANY_FAILURES = 10
/** The server gives a sign of life every 15 seconds. */
const SILENCE_MS = 40_000

/** Follows the account's log until it is closed, over every break of the connection, from the position it had come to. */
export function openStream(api: Api, options: { types?: readonly string[]; conversationId?: number; after?: number } = {}): Stream {
  const connection = signal<Connection>('connecting')
  const listeners: { [K in keyof Heard]: Set<(heard: Heard[K]) => void> } = {
    event: new Set(),
    typing: new Set(),
    presence: new Set(),
    reset: new Set(),
    refused: new Set(),
  }
  let position = options.after
  let failures = 0
  /** Whether something may have happened that is not going to be told, once the stream begins without a position. */
  let isGap = false
  let closed = false
  let current: AbortController | undefined
  let wake = () => {}

  const tell = <K extends keyof Heard>(kind: K, heard: Heard[K]) => {
    for (const listen of [...listeners[kind]]) listen(heard)
  }

  function hear({ id, name, data }: StreamEvent): void {
    if (id !== undefined && id !== '') position = Number(id)
    if (name === 'ready') {
      failures = 0
      if (isGap) tell('reset', undefined)
      isGap = false
      connection.value = 'live'
    } else if (name === 'typing') tell('typing', JSON.parse(data) as Typing)
    else if (name === 'presence') tell('presence', JSON.parse(data) as Presence)
    else if (name === 'refused')
      throw new ApiError((JSON.parse(data) as { error: { message: string } }).error.message, { code: 'refused', status: 401 })
    else if (name !== 'stopping' && name !== 'slow') tell('event', JSON.parse(data) as LogEvent)
  }

  async function follow(abort: AbortController): Promise<void> {
    const url = api.address('/events', { after: position, types: options.types?.join(','), conversationId: options.conversationId })
    let silence = 0
    const beat = () => {
      clearTimeout(silence)
      silence = setTimeout(() => abort.abort(), SILENCE_MS) as unknown as number
    }
    beat()
    try {
      const answer = await fetch(url, {
        headers: { accept: 'text/event-stream', ...api.headers('GET') },
        signal: abort.signal,
        cache: 'no-store',
      })
      if (!answer.ok || !answer.body) throw await toApiError(answer)
      await readEvents(answer.body, hear, beat)
    } finally {
      clearTimeout(silence)
      abort.abort()
    }
  }

  /** What an error means for where to begin, and how soon. */
  function survive(error: unknown): void {
    if (!(error instanceof ApiError)) return
    if (error.code === 'position_gone' || error.code === 'position_ahead') position = undefined
    else if (!error.mayPass) {
      failures = MANY_FAILURES
      tell('refused', error)
    }
  }

  async function run(): Promise<void> {
    while (!closed) {
      const began = position
      current = new AbortController()
      await follow(current).catch(survive)
      if (closed) return
      connection.value = 'offline'
      isGap ||= position === undefined
      // A stream that told something was a good one: the next may be asked for at once, with a little spread.
      const pause =
        failures === 0 || (began !== position && failures < MANY_FAILURES)
          ? Math.random() * FIRST_PAUSE_MS
          : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
      failures++
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  const onOnline = () => wake()
  const onOffline = () => current?.abort()
  globalThis.addEventListener?.('online', onOnline)
  globalThis.addEventListener?.('offline', onOffline)
  void run()

  return {
    connection,
    on(kind, listen) {
      listeners[kind].add(listen)
      return () => listeners[kind].delete(listen)
    },
    close() {
      closed = true
      current?.abort()
      wake()
      globalThis.removeEventListener?.('online', onOnline)
      globalThis.removeEventListener?.('offline', onOffline)
    },
  }
}
