import { type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from '../../api/api-error.ts'
import type { Message } from '../../api/wire.ts'
import { added, changed, discarded, dueEntries, type Outbox, type OutboxEntry, retried, type Wanted } from './outbox.ts'

/** Where entries outlast a reload: each by its key, so that two tabs do not write over each other. */
export type EntryStore = { list(): OutboxEntry[]; put(entry: OutboxEntry): void; remove(key: string): void }
/** Where files outlast a reload. A store that keeps nothing is allowed. */
export type FileStore = {
  get(key: string): Promise<File[] | undefined>
  put(key: string, files: readonly File[]): Promise<void>
  remove(key: string): Promise<void>
}

export type OutboxParts = {
  entries: EntryStore
  files: FileStore
  /** Sends it under its key; throws an `ApiError`. */
  send(entry: OutboxEntry, files: readonly File[], options: { signal: AbortSignal; onProgress: (share: number) => void }): Promise<Message>
  now(): Date
  newKey(): string
  /** Told of every entry that waits for whoever wrote it. */
  onRefused?: (entry: OutboxEntry) => void
  words: { filesLost: string; cancelled: string; old: string }
}

export type RunningOutbox = {
  entries: ReadonlySignal<Outbox>
  /** How much of its files has gone up, from 0 to 1, by key. */
  progress: ReadonlySignal<ReadonlyMap<string, number>>
  /** The keys under which messages were sent from here, by message id. */
  settled: ReadonlySignal<ReadonlyMap<number, string>>
  add(wanted: Wanted, files: readonly File[], afterSeq: number): OutboxEntry
  retry(key: string): void
  /** Forgets an entry, and gives what it held back, so that it can be written anew. */
  discard(key: string): Promise<{ entry: OutboxEntry; files: File[] } | undefined>
  /** Another tab has sent or discarded an entry that this one knows, too. */
  forget(key: string): void
  /** Breaks off what is going up. */
  cancel(key: string): void
  /** Tries at once what waits: the connection is back. */
  wake(): void
  /** Called with every message an entry has become. */
  onSent(listen: (message: Message) => void): () => void
  close(): void
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** The server keeps keys for three days unless told: what may be there already does not go out by itself when its key may be forgotten. */
const OLD_MS = 24 * 3_600_000

function isOld({ wasTried, createdAt }: OutboxEntry, now: Date): boolean {
  return wasTried && now.getTime() - Date.parse(createdAt) > OLD_MS
}

/** Sends what is written, in the order of each conversation, until the server has taken or refused it. */
export function runOutbox(parts: OutboxParts): RunningOutbox {
  const entries = signal<Outbox>(
    parts.entries
      .list()
      .map((entry): OutboxEntry => (isOld(entry, parts.now()) ? { ...entry, state: 'refused', problem: parts.words.old } : entry)),
  )
  const progress = signal<ReadonlyMap<string, number>>(new Map())
  const settled = signal<ReadonlyMap<number, string>>(new Map())
  const held = new Map<string, readonly File[]>()
  const underWay = new Map<string, AbortController>()
  const listeners = new Set<(message: Message) => void>()
  let failures = 0
  /** Set while nothing goes out, because the server could not be reached or asked for a pause. */
  let pause: ReturnType<typeof setTimeout> | undefined
  let closed = false

  function set(next: Outbox, key: string): void {
    entries.value = next
    const entry = next.find((one) => one.key === key)
    if (entry && entry.state !== 'sent') parts.entries.put(entry)
    else parts.entries.remove(key)
  }

  function pump(): void {
    if (closed || pause !== undefined) return
    for (const entry of dueEntries(entries.value)) void sendOne(entry)
  }

  async function sendOne(entry: OutboxEntry): Promise<void> {
    const { key } = entry
    const abort = new AbortController()
    underWay.set(key, abort)
    set(changed(entries.value, key, { state: 'sending', wasTried: true, problem: null }), key)
    try {
      const files = entry.files.length === 0 ? [] : (held.get(key) ?? (await parts.files.get(key)))
      const onProgress = (share: number) => {
        progress.value = new Map(progress.value).set(key, share)
      }
      if (files) settle(key, await parts.send(entry, files, { signal: abort.signal, onProgress }))
      else refuse(key, parts.words.filesLost)
    } catch (error) {
      fail(key, error, abort.signal.aborted)
    } finally {
      underWay.delete(key)
      const rest = new Map(progress.value)
      if (rest.delete(key)) progress.value = rest
    }
    pump()
  }

  function settle(key: string, message: Message): void {
    failures = 0
    settled.value = new Map(settled.value).set(message.id, key)
    set(changed(entries.value, key, { state: 'sent', messageSeq: message.seq }), key)
    forgetFiles(key)
    for (const listen of listeners) listen(message)
  }

  function fail(key: string, error: unknown, wasCancelled: boolean): void {
    if (closed) {
      set(changed(entries.value, key, { state: 'waiting' }), key)
      return
    }
    if (wasCancelled) {
      refuse(key, parts.words.cancelled)
      return
    }
    if (!(error instanceof ApiError)) {
      refuse(key, String(error))
      throw error
    }
    // Who is signed out signs in again, and it goes on.
    if (!error.mayPass && error.status !== 401) {
      refuse(key, error.message)
      return
    }
    set(changed(entries.value, key, { state: 'waiting', problem: error.message }), key)
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++)
    clearTimeout(pause)
    pause = setTimeout(goOn, Math.max(pauseMs, (error.retryAfterSeconds ?? 0) * 1000))
  }

  function goOn(): void {
    clearTimeout(pause)
    pause = undefined
    pump()
  }

  function refuse(key: string, problem: string): void {
    set(changed(entries.value, key, { state: 'refused', problem }), key)
    const entry = entries.value.find((one) => one.key === key)
    if (entry) parts.onRefused?.(entry)
  }

  function forgetFiles(key: string): void {
    held.delete(key)
    void parts.files.remove(key)
  }

  const running: RunningOutbox = {
    ...{ entries, progress, settled },
    add(wanted, files, afterSeq) {
      const key = parts.newKey()
      const about = { key, afterSeq, createdAt: parts.now().toISOString(), wasTried: false, problem: null, messageSeq: null }
      const entry: OutboxEntry = { ...wanted, ...about, state: 'waiting' }
      if (files.length > 0) {
        held.set(key, files)
        void parts.files.put(key, files)
      }
      // What has long become a message is of no use any more.
      entries.value = entries.value.filter(({ state, conversationId }) => state !== 'sent' || conversationId !== wanted.conversationId)
      set(added(entries.value, entry), key)
      pump()
      return entry
    },
    retry(key) {
      set(retried(entries.value, key), key)
      pump()
    },
    async discard(key) {
      const entry = entries.value.find((one) => one.key === key)
      if (!entry || entry.state === 'sending') return undefined
      const files = held.get(key) ?? (await parts.files.get(key)) ?? []
      set(discarded(entries.value, key), key)
      forgetFiles(key)
      pump()
      return { entry, files: [...files] }
    },
    forget(key) {
      const entry = entries.value.find((one) => one.key === key)
      if (entry?.state !== 'waiting' && entry?.state !== 'refused') return
      entries.value = discarded(entries.value, key)
      held.delete(key)
      pump()
    },
    cancel: (key) => underWay.get(key)?.abort(),
    wake() {
      failures = 0
      goOn()
    },
    onSent(listen) {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    close() {
      closed = true
      clearTimeout(pause)
      for (const abort of underWay.values()) abort.abort()
    },
  }
  pump()
  return running
}
