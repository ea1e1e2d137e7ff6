/**
 * Remembers where the focus is; the function returned brings it back there once what has it is taken away, or, where that is gone, too, as after a deletion, to what it stood in. Whatever has taken the
 * focus meanwhile keeps it.
 */
export function focusBack(): () => void {
  const places: HTMLElement[] = []
  for (let at = document.activeElement; at instanceof HTMLElement; at = at.parentElement) {
    if (at.tabIndex >= 0 || at.hasAttribute('tabindex')) places.push(at)
  }
  return () =>
    queueMicrotask(() => {
      if (document.activeElement === document.body) places.find((place) => place.isConnected)?.focus({ preventScroll: true })
    })
}
