import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Member } from '../api/wire.ts'
import { keep, readKept } from '../kept.ts'
import { connection, onLive } from '../live/live.ts'
import { api } from '../session.ts'
import { toastError } from '../ui/toasts.tsx'
import { FIRST_FILTER, type Filter } from './conversation-filter.ts'
import { type ConversationStore, createConversationStore } from './conversation-store.ts'
import { createDirectory, type Directory } from './directory.ts'

/** What the page's panes share: the conversations, and what they name. */
export type Work = { me: Member; conversations: ConversationStore; directory: Directory }

/** Kept while one looks at another page, so that the list is there at once when one comes back. */
let kept: Work | undefined

export function workOf(me: Member): Work {
  if (kept?.me.id === me.id) return kept
  const filter = { ...FIRST_FILTER, ...readKept<Filter>('work.filter') }
  kept = { me, conversations: createConversationStore({ api, meId: () => me.id, filter }), directory: createDirectory(api) }
  return kept
}

/** Reads what is shown and follows what happens, until the function returned is called. */
export function followWork({ conversations, directory }: Work): () => void {
  // What happens before the log is followed is told nobody.
  let isStale = connection.peek() !== 'live'
  const read = () => {
    void conversations.reload()
    void directory.load().catch(toastError)
  }
  const stops = [
    onLive('event', (event) => {
      conversations.hear(event)
      directory.hear(event)
    }),
    onLive('reset', read),
    connection.subscribe((value) => {
      if (value !== 'live') return
      if (conversations.phase.peek() === 'failed') read()
      else if (isStale) void conversations.reload()
      isStale = false
    }),
    conversations.filter.subscribe(({ contactId: _, ...filter }) => keep('work.filter', filter)),
  ]
  read()
  return () => {
    for (const stop of stops) stop()
  }
}

export const WorkContext = createContext<Work | undefined>(undefined)

export function useWork(): Work {
  const work = useContext(WorkContext)
  if (!work) throw new Error('Not on the page of conversations')
  return work
}
