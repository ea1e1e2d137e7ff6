import { Refusal } from './api.ts'
import type { Keep } from './keep.ts'
import { type Outgoing, outgoing, toKept } from './state.ts'
import type { Sent } from './wire.ts'

type Parts = {
  get(): readonly Outgoing[]
  set(outbox: readonly Outgoing[]): void
  keep: Keep
  send(entry: Outgoing, onProgress: (part: number) => void): Promise<Sent>
  sent(answer: Sent): void
  /** Whether there is a token to send with. */
  isReady(): boolean
  /** The token is good no more; resolves once there is another. */
  refused(): Promise<void>
  offline(): void
}

const AGAIN_MS = 5_000

/** Sends what the visitor says, one after the other, until it is taken; across reloads and over times without a connection, and each once. */
export function createOutbox({ get, set, keep, isReady, send, sent, refused, offline }: Parts) {
  let busy = false
  let renewed = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  function write(entries: readonly Outgoing[]): void {
    set(entries)
    keep.set('outbox', entries.length > 0 ? toKept(entries) : undefined)
  }

  const change = (key: string, to: Partial<Outgoing>) => write(get().map((one) => (one.key === key ? { ...one, ...to } : one)))
  const remove = (key: string) => write(get().filter((one) => one.key !== key))

  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (busy || !isReady()) return
    busy = true
    try {
      for (;;) {
        const next = get().find(({ state }) => state === 'waiting')
        if (!next || !(await deliver(next))) return
      }
    } finally {
      busy = false
    }
  }

  /** Whether to go on with the next. */
  async function deliver(entry: Outgoing): Promise<boolean> {
    const { key } = entry
    change(key, { state: 'sending', progress: 0 })
    try {
      const answer = await send(entry, (progress) => set(get().map((one) => (one.key === key ? { ...one, progress } : one))))
      remove(key)
      sent(answer)
      return true
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.status === 401 && renewed !== key) {
        renewed = key
        await refused()
        change(key, { state: 'waiting' })
        return true
      }
      change(key, error.mayPass ? { state: 'waiting' } : { state: 'failed', problem: error.message })
      if (!error.mayPass) return true
      if (error.status === 0) offline()
      timer = setTimeout(flush, AGAIN_MS)
      return false
    }
  }

  return {
    flush: () => void flush(),
    add(text: string, files: readonly File[], parentId?: number): void {
      write([...get(), outgoing(newKey(), text, files, parentId)])
      void flush()
    },
    retry(key: string): void {
      change(key, { state: 'waiting', problem: '' })
      void flush()
    },
    discard: remove,
  }
}

/** `crypto.randomUUID` is there on secure pages alone. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
