import { useEffect, useRef } from 'preact/hooks'
import { type Action, offer } from './actions.ts'

/** Offers actions to the palette and the keyboard for as long as a view is shown; those of its latest drawing count. */
export function useActions(actions: readonly Action[]): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => offer(() => latest.current), [])
}
