import { go } from '../router.ts'
import { api } from '../session.ts'
import { words } from '../words/words.ts'
import type { Action } from './actions.ts'
import { listCommands, type Section, toChoiceEntry, toConversationEntry } from './entries.ts'
import { findConversations } from './find-conversations.ts'
import { useFound } from './use-found.ts'

export type Asking = Extract<Action, { choose: unknown }>

/** A text that is shorter finds too many customers. */
const SEARCHABLE = /^\s*(?:#?\d+|\S\S.*)$/

/** What there is to choose from: what an action asks, or else commands, and conversations that the server finds. */
export function useSections({ text, actions, asking }: { text: string; actions: readonly Action[]; asking: Asking | undefined }): {
  sections: Section[]
  isSearching: boolean
  error: string | undefined
} {
  const choices = useFound(asking?.choose, text, 0)
  const isSearchable = !asking && SEARCHABLE.test(text)
  const found = useFound(isSearchable ? search : undefined, text)
  if (asking) {
    const { things, ...rest } = choices
    return { sections: [{ name: 'choices', title: undefined, entries: things.map(toChoiceEntry), isStale: rest.isSearching }], ...rest }
  }
  const conversations = found.things.map((one) => toConversationEntry(one, (id) => go(`#/conversations/${id}`)))
  const { isSearching, error } = found
  const sections = [
    ...listCommands(text, actions),
    { name: 'found', title: words.palette.groups.found, entries: conversations, isStale: isSearching },
  ]
  return { sections, isSearching, error }
}

function search(text: string, signal: AbortSignal) {
  return findConversations(api, text, signal)
}
