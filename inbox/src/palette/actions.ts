import type { IconNode } from 'lucide'

/** Under which heading an action stands, in the palette and in the list of keys; in this order. */
export const GROUPS = ['conversation', 'list', 'webhooks', 'pages', 'settings'] as const
export type Group = (typeof GROUPS)[number]

type Known = {
  /** Of its own, such as `thread.resolve`: another room or a button can ask for it by this name. */
  id: string
  group: Group
  /** What it does, as one would say it: `Resolve the conversation`. */
  words: string
  icon?: IconNode
  /**
   * What else calls it, as `KeyboardEvent.key` names it, where nobody types: `e`, `?`, `ArrowDown`; two in a row are `g i`; with Control or Command, and then while typing, too,
   * `mod+k`, `mod+Enter`. Of two actions with the same keys, the one that was offered later is called.
   */
  keys?: string | readonly string[]
  /** Whether it can be done just now; it can, unless told. */
  isOffered?: () => boolean
}
/** An action either does something, or first asks which: the palette then shows what there is to choose from, for what is typed. */
export type Action = Known & ({ run: () => unknown } | { choose: (text: string) => readonly Choice[] | Promise<readonly Choice[]> })

export type Choice = {
  id: string
  words: string
  /** What tells it from others with the same words. */
  hint?: string
  icon?: IconNode
  isChosen?: boolean
  run: () => unknown
}

const offerings = new Set<() => readonly Action[]>()

/** Offers what a room can do, until the function it returns is called. What is offered is asked for when it is needed, so it may change. */
export function offer(actions: () => readonly Action[]): () => void {
  offerings.add(actions)
  return () => void offerings.delete(actions)
}

/** Everything that is offered, whether or not it can be done just now, the newest offer last. */
export function listActions(): Action[] {
  return [...offerings].flatMap((actions) => actions())
}

export function isOffered(action: Action): boolean {
  return action.isOffered?.() ?? true
}

export function keysOf({ keys = [] }: Action): readonly string[] {
  return typeof keys === 'string' ? [keys] : keys
}
