import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import type { Store } from './db.ts'
import { createGrowth, type Growth } from './growth.ts'

export const CHANNEL = 'parley'

/** What happens in so many milliseconds is said in one go. */
const GATHER_MS = 25
/** How often a process says that it is there, and for how long it is believed; its own word, heard again, proves that its ear is open. Milliseconds. */
const REPEAT_MS = 20_000
const BELIEVE_MS = 65_000
/** PostgreSQL takes payloads below 8,000 bytes. */
const MAX_BYTES = 7_500
/** More texts than this are not kept for one go: what they say may be lost. */
const MAX_TEXTS = 500

/** `hello` asks who else is there. */
type Word = { from: string; hello?: true; grown?: number[]; texts?: string[] }

export type Peers = Pick<Store, 'onGrowth' | 'broadcast' | 'onBroadcast'> & {
  /** Told of what this process has committed. */
  growth: Pick<Growth, 'tell'>
  close(): Promise<void>
}

/**
 * The other processes over the same database, by LISTEN and NOTIFY. All of it is hints: gathered, sent outside of every transaction, to nobody while no other process
 * is known to listen. This process listens from the first listener on, over a connection of its own.
 */
export function openPeers(driver: {
  open: () => postgres.Sql<{ bigint: number }>
  send: (payload: string) => PromiseLike<unknown>
}): Peers {
  const own = randomUUID().slice(0, 8)
  const growth = createGrowth()
  const listeners = new Set<(text: string, from: string) => void>()
  /** Until when the others are believed to listen. */
  const others = new Map<string, number>()
  let grown = new Set<number>()
  let texts: string[] = []
  let ear: postgres.Sql<{ bigint: number }> | undefined
  let heardAt = 0
  let gathering: NodeJS.Timeout | undefined
  let repeating: NodeJS.Timeout | undefined
  let closed = false

  function listen(): void {
    if (closed || repeating) return
    repeating = setInterval(repeat, REPEAT_MS).unref()
    openEar()
  }

  function openEar(): void {
    heardAt = Date.now()
    ear = driver.open()
    // Said anew after every reconnect; an ear that stays deaf is replaced by `repeat`.
    ear.listen(CHANNEL, hear, () => say({ from: own, hello: true })).catch(() => {})
  }

  function repeat(): void {
    const now = Date.now()
    for (const [name, until] of others) if (until < now) others.delete(name)
    if (now - heardAt > 2 * REPEAT_MS) {
      void ear?.end({ timeout: 0 })
      openEar()
    } else say({ from: own })
  }

  function hear(payload: string): void {
    const word = parse(payload)
    if (!word) return
    if (word.from === own) {
      heardAt = Date.now()
      return
    }
    others.set(word.from, Date.now() + BELIEVE_MS)
    if (word.hello) say({ from: own })
    for (const accountId of word.grown ?? []) growth.tell(accountId)
    for (const text of word.texts ?? []) for (const listener of listeners) listener(text, word.from)
  }

  /** What cannot be sent is lost, as hints may be. */
  function say(word: Word): void {
    if (!closed) driver.send(JSON.stringify(word)).then(undefined, () => {})
  }

  function gather(): void {
    gathering ??= setTimeout(flush, GATHER_MS).unref()
  }

  function flush(): void {
    gathering = undefined
    const items = [...[...grown].map((accountId) => ({ accountId })), ...texts.map((text) => ({ text }))]
    grown = new Set()
    texts = []
    let word: Required<Pick<Word, 'grown' | 'texts'>> = { grown: [], texts: [] }
    let bytes = 0
    for (const item of items) {
      const size = 'text' in item ? Buffer.byteLength(JSON.stringify(item.text)) + 1 : String(item.accountId).length + 1
      if (bytes + size > MAX_BYTES) {
        say({ from: own, ...word })
        word = { grown: [], texts: [] }
        bytes = 0
      }
      bytes += size
      if ('text' in item) word.texts.push(item.text)
      else word.grown.push(item.accountId)
    }
    if (bytes > 0) say({ from: own, ...word })
  }

  return {
    growth: {
      tell(accountId) {
        growth.tell(accountId)
        if (others.size === 0) return
        grown.add(accountId)
        gather()
      },
    },
    onGrowth(listener) {
      listen()
      return growth.listen(listener)
    },
    broadcast(text) {
      if (others.size === 0 || texts.length >= MAX_TEXTS || text.length > MAX_BYTES / 8) return
      texts.push(text)
      gather()
    },
    onBroadcast(listener) {
      listen()
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(gathering)
      clearInterval(repeating)
      await ear?.end({ timeout: 0 })
    },
  }
}

/** Anybody with the database's password may notify this channel; what is no word of Parley's is passed over. */
function parse(payload: string): Word | undefined {
  try {
    const word = JSON.parse(payload)
    return typeof word?.from === 'string' ? word : undefined
  } catch {
    return undefined
  }
}
