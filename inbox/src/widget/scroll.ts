/** As near to the end somebody follows what comes. */
const NEAR_PX = 80

/** Keeps the thread where it is read while messages come before and behind. */
export function createScroll(findThread: () => HTMLElement | null) {
  let first = 0
  let height = 0
  let follows = true

  return {
    /** After the thread was drawn; `from` is the seq of its first message. */
    settle(from: number): void {
      const at = findThread()
      if (!at) return
      // What comes before leaves what is read where it is; what comes after is followed by whoever was at the end.
      if (follows) at.scrollTop = at.scrollHeight
      else if (from < first) at.scrollTop += at.scrollHeight - height
      first = from
      height = at.scrollHeight
    },
    /** It was scrolled; says whether earlier messages are to come. */
    moved(): boolean {
      const at = findThread()
      if (!at) return false
      follows = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_PX
      return at.scrollTop < NEAR_PX
    },
  }
}
