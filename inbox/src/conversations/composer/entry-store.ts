import type { OutboxEntry } from './outbox.ts'
import type { EntryStore } from './run-outbox.ts'

/** Of the page's storage what is used; it may be full, or not allowed, and then nothing outlasts a reload. */
export type KeyValues = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Keeps entries under `prefix`, each under its own key. What was under way when the page went away waits again. */
export function entryStore(storage: KeyValues, prefix: string): EntryStore {
  return {
    list() {
      const found = namesOf(storage, prefix).flatMap((name) => parse(storage.getItem(name)) ?? [])
      const waiting = found.map((entry): OutboxEntry => (entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry))
      return waiting.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
    },
    put(entry) {
      try {
        storage.setItem(prefix + entry.key, JSON.stringify(entry))
      } catch {
        // Full: it is still sent, and lost only if the page is left before.
      }
    },
    remove: (key) => storage.removeItem(prefix + key),
  }
}

export function namesOf(storage: KeyValues, prefix: string): string[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index))
  return names.filter((name): name is string => name?.startsWith(prefix) === true)
}

function parse(text: string | null): OutboxEntry | undefined {
  try {
    return JSON.parse(text ?? '') as OutboxEntry
  } catch {
    return undefined
  }
}
