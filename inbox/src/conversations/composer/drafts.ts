import { type KeyValues, namesOf } from './entry-store.ts'
import type { Wanted } from './outbox.ts'

export type Mode = 'reply' | 'note'
/** What was written and not sent. */
export type Draft = { text: string; parent: Wanted['parent'] }

export type Drafts = {
  get(conversationId: number, mode: Mode): Draft
  /** Keeps it; an empty one is forgotten. */
  set(conversationId: number, mode: Mode, draft: Draft): void
}

const EMPTY: Draft = { text: '', parent: null }
/** The oldest go first when there are more. */
const MOST = 200

/** Drafts by conversation and mode, kept under `prefix` in a storage that may be full, or not allowed. */
export function keepDrafts(storage: KeyValues, prefix: string, now: () => number = Date.now): Drafts {
  const unkept = new Map<string, Draft>()

  function forgetOldest(): void {
    const names = namesOf(storage, prefix)
    if (names.length <= MOST) return
    const byAge = names.map((name) => ({ name, at: read(storage, name)?.at ?? 0 })).sort((one, other) => one.at - other.at)
    for (const { name } of byAge.slice(0, names.length - MOST)) storage.removeItem(name)
  }

  return {
    get(conversationId, mode) {
      const name = `${prefix}${conversationId}.${mode}`
      return unkept.get(name) ?? read(storage, name) ?? EMPTY
    },
    set(conversationId, mode, { text, parent }) {
      const name = `${prefix}${conversationId}.${mode}`
      unkept.delete(name)
      if (text === '' && parent === null) {
        storage.removeItem(name)
        return
      }
      try {
        storage.setItem(name, JSON.stringify({ text, parent, at: now() }))
        forgetOldest()
      } catch {
        unkept.set(name, { text, parent })
      }
    },
  }
}

function read(storage: KeyValues, name: string): (Draft & { at: number }) | undefined {
  try {
    const kept = JSON.parse(storage.getItem(name) ?? 'null') as (Draft & { at: number }) | null
    return kept ?? undefined
  } catch {
    return undefined
  }
}
