import { useLayoutEffect, useRef } from 'preact/hooks'
import { type Action, offer } from './actions.ts'

/** Offers actions to the palette and the keyboard for as long as a view is shown; those of its latest drawing count. */
export function useActions(actions: readonly Action[]): void {
  const latest = useRef(actions)
  latest.current = actions
  // Before the next key is pressed.
  useLayoutEffect(() => offer(() => latest.current), [])
}
