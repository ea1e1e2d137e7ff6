import { toastError } from '../ui/toasts.tsx'
import type { Action, Choice } from './actions.ts'
import { openPalette } from './open-palette.ts'

/** Does what an action or a choice does, or asks which. What goes wrong is said at the edge of the page. */
export function runAction(action: Action | Choice): void {
  if ('choose' in action) {
    openPalette(action.id)
    return
  }
  try {
    Promise.resolve(action.run()).catch(toastError)
  } catch (error) {
    toastError(error)
  }
}
