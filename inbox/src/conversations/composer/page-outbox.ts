import { ApiError } from '../../api/api-error.ts'
import { newKey } from '../../api/client.ts'
import { connection } from '../../live/live.ts'
import { go, place } from '../../router.ts'
import { api, session } from '../../session.ts'
import { toast } from '../../ui/toasts.tsx'
import { words } from '../../words/words.ts'
import { type Drafts, keepDrafts } from './drafts.ts'
import { entryStore, type KeyValues } from './entry-store.ts'
import { fileStore } from './file-store.ts'
import { memoryStorage } from './memory-storage.ts'
import type { OutboxEntry } from './outbox.ts'
import { postMessage } from './post-message.ts'
import { type RunningOutbox, runOutbox } from './run-outbox.ts'

/** Begins the name under which this member's entries are kept. */
const prefixOf = (owner: string) => `parley:outbox.${owner}.`

type Desk = { outbox: RunningOutbox; drafts: Drafts }

let open: { owner: string; desk: Desk } | undefined

/** What whoever is signed in has on its way, and what they have begun to write: for the whole page, whichever conversation is shown. */
export function pageOutbox(): Desk {
  const { account, member } = session.value ?? {}
  const owner = `${account?.id}.${member?.id}`
  // Whoever is signed out, perhaps only because the session is over, finds everything as it was when they come back.
  if (open && (!member || open.owner === owner)) return open.desk
  open?.desk.outbox.close()
  const storage = pageStorage()
  const outbox = runOutbox({
    entries: entryStore(storage, prefixOf(owner)),
    files: fileStore(`parley-outbox.${owner}`),
    send: async (entry, files, options) => {
      if (!session.value) throw new ApiError(words.composer.status.signedOut, { code: 'signed_out', status: 401 })
      return postMessage(api, entry, files, options)
    },
    now: () => new Date(),
    newKey,
    onRefused: tellElsewhere,
    words: words.composer.outbox,
  })
  open = { owner, desk: { outbox, drafts: keepDrafts(storage, `parley:draft.${owner}.`) } }
  return open.desk
}

/** In its own conversation a message says itself that it was refused. */
function tellElsewhere({ conversationId, problem }: OutboxEntry): void {
  const { page, parts } = place.value
  if (page === 'conversations' && parts[0] === String(conversationId)) return
  const show = { label: words.composer.outbox.show, run: () => go(`#/conversations/${conversationId}`) }
  toast(words.thread.pending.refused(problem ?? ''), { tone: 'danger', action: show })
}

// The connection is back, or somebody has signed in, which opens one.
connection.subscribe((value) => {
  if (value === 'live') open?.desk.outbox.wake()
})

// Other tabs of the same person send and discard, too.
addEventListener('storage', ({ key, newValue }) => {
  const prefix = open && prefixOf(open.owner)
  if (prefix !== undefined && newValue === null && key?.startsWith(prefix)) open?.desk.outbox.forget(key.slice(prefix.length))
})

/** The browser's storage, where it allows one. */
function pageStorage(): KeyValues {
  try {
    localStorage.setItem('parley:probe', '')
    localStorage.removeItem('parley:probe')
    return localStorage
  } catch {
    return memoryStorage()
  }
}
