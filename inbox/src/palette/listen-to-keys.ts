import { listActions } from './actions.ts'
import { createKeyboard } from './keys.ts'
import { runAction } from './run-action.ts'
import { hasSingleKeys } from './single-keys.ts'

const WRITES =
  'textarea, select, [contenteditable=""], [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="button"])'
const CONTROLS = 'button, a[href], summary, input, [role="option"], [role="tab"], [role^="menuitem"]'
/** While one of these is open, keys are its own. */
const OVER_THE_PAGE = 'dialog[open], [popover]:popover-open'

/** Calls what is offered when its keys are pressed, from now until the function returned is called. */
export function listenToKeys(): () => void {
  const keyboard = createKeyboard(listActions, () => hasSingleKeys.value)

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || document.querySelector(OVER_THE_PAGE)) return
    const target = event.target instanceof Element ? event.target : document.body
    const { key, ctrlKey, metaKey, altKey, repeat } = event
    const where = { isTyping: target.closest(WRITES) !== null, isOnControl: target.closest(CONTROLS) !== null }
    // Out of the field, so that keys without Control call something again.
    if (key === 'Escape' && where.isTyping) (target as HTMLElement).blur()
    const called = keyboard.press({ key, ctrlKey, metaKey, altKey, repeat, ...where }, event.timeStamp)
    if (called === undefined) return
    event.preventDefault()
    if (called !== 'waiting') runAction(called)
  }
  addEventListener('keydown', onKeyDown)
  return () => removeEventListener('keydown', onKeyDown)
}
