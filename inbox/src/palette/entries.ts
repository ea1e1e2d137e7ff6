import type { IconNode } from 'lucide'
import { MessageSquare } from 'lucide'
import { words } from '../words/words.ts'
import { type Action, type Choice, GROUPS, isOffered, keysOf } from './actions.ts'
import type { Found } from './find-conversations.ts'
import { rank } from './rank.ts'

/** One line of the palette. */
export type Entry = { id: string; words: string; hint?: string; icon?: IconNode; keys?: string; isChosen?: boolean; of: Action | Choice }
/** `isStale` where it answers what was typed before, until it is known what there is now. */
export type Section = { name: string; title: string | undefined; entries: Entry[]; isStale?: boolean }

/** What can be done, by group while nothing is typed, else the best first. */
export function listCommands(text: string, actions: readonly Action[]): Section[] {
  const entries = actions
    .filter((action) => action.id !== 'palette.open' && isOffered(action))
    .map((action): Entry & { of: Action } => ({
      id: action.id,
      words: action.words,
      icon: action.icon,
      keys: keysOf(action)[0],
      of: action,
    }))
  if (text.trim() !== '') return [{ name: 'commands', title: undefined, entries: rank(text, entries, (one) => one.words) }]
  return GROUPS.map((group) => ({
    name: group,
    title: words.palette.groups[group],
    entries: entries.filter(({ of }) => of.group === group),
  }))
}

export function toChoiceEntry(choice: Choice): Entry {
  return { ...choice, of: choice }
}

/** A conversation that was found, as something to go to. */
export function toConversationEntry({ id, number, subject, status, overview }: Found, goTo: (id: number) => void): Entry {
  const name = overview?.contact?.name ?? overview?.contact?.email ?? overview?.contact?.phone
  const about = subject ?? overview?.lastMessage?.text ?? undefined
  const entry = {
    id: `conversation.${id}`,
    words: name ?? words.palette.conversation(number),
    hint: [`#${number}`, about, words.work.status[status]].filter(Boolean).join(' · '),
    icon: MessageSquare,
  }
  return { ...entry, of: { ...entry, run: () => goTo(id) } }
}
