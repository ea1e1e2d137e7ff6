import { type Action, isOffered, keysOf } from './actions.ts'

/** What a key was pressed with, and whether where it would write something, or press what has the focus. */
export type Stroke = {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  repeat: boolean
  isTyping: boolean
  isOnControl: boolean
}

/** The first of two keys waits so long for the second, in milliseconds. */
const SECOND_KEY_MS = 1500
/** What presses a button or follows a link that has the focus. */
const PRESSES: readonly string[] = ['Enter', ' ']

export type Keyboard = {
  /** The action that a stroke calls; `waiting` where it may be the first of two. */
  press(stroke: Stroke, now: number): Action | 'waiting' | undefined
}

/** Finds out which of what is offered somebody calls by keys. `mayBeSingle` says whether keys without Control or Command call anything. */
export function createKeyboard(list: () => readonly Action[], mayBeSingle: () => boolean): Keyboard {
  let first: { name: string; at: number } | undefined

  return {
    press(stroke, now) {
      const begun = first && now - first.at < SECOND_KEY_MS ? first.name : undefined
      const name = nameStroke(stroke)
      // Shift and the like come before the key they belong to.
      if (name === undefined) return undefined
      first = undefined
      const hasModifier = name.startsWith('mod+')
      if (!hasModifier && (stroke.isTyping || !mayBeSingle())) return undefined
      if (stroke.isOnControl && PRESSES.includes(name)) return undefined
      // The newest offer first.
      const actions = list().filter(isOffered).reverse()
      const called = (begun !== undefined && findByKeys(actions, `${begun} ${name}`)) || findByKeys(actions, name)
      // A key that is held down goes on through a list, and does nothing else twice.
      if (called) return stroke.repeat && called.group !== 'list' ? undefined : called
      if (!actions.some((action) => keysOf(action).some((keys) => keys.startsWith(`${name} `)))) return undefined
      first = { name, at: now }
      return 'waiting'
    },
  }
}

function findByKeys(actions: readonly Action[], keys: string): Action | undefined {
  return actions.find((action) => keysOf(action).includes(keys))
}

/** What a stroke is called in `Action.keys`; undefined for a modifier alone, and for what writes a character of another layer. */
function nameStroke({ key, ctrlKey, metaKey, altKey }: Stroke): string | undefined {
  if (altKey || ['Shift', 'Control', 'Meta', 'Alt', 'AltGraph', 'CapsLock', 'Dead', 'Process'].includes(key)) return undefined
  return ctrlKey || metaKey ? `mod+${key.length === 1 ? key.toLowerCase() : key}` : key
}

/** How keys are shown: `g i` as two, `mod+k` as this system calls them. */
export function showKeys(keys: string, isApple: boolean): string[][] {
  const names: Record<string, string> = {
    mod: isApple ? '⌘' : 'Ctrl',
    Escape: 'Esc',
    ArrowDown: '↓',
    ArrowUp: '↑',
    ArrowLeft: '←',
    ArrowRight: '→',
  }
  return keys.split(' ').map((stroke) => stroke.split(/\+(?=.)/).map((one) => names[one] ?? (one.length === 1 ? one.toUpperCase() : one)))
}
