/** What one is looking at: the first row that is seen, the place it had, and how much of it is above the edge. */
export type Anchor = { id: number; index: number; within: number }

/** Rows move by one when another comes to the top or leaves; one that moves farther went somewhere itself. */
const NEAR = 5

/** None at the top of the list, where one wants to see what comes. Pure, like all of this file. */
export function anchorAt(ids: readonly number[], offset: number, rowPx: number): Anchor | undefined {
  const index = Math.floor(offset / rowPx)
  const id = ids[index]
  return offset < 1 || id === undefined ? undefined : { id, index, within: offset - index * rowPx }
}

/** Where to scroll so that what is looked at stays where it is; undefined to leave it. */
export function offsetOf(anchor: Anchor | undefined, ids: readonly number[], rowPx: number): number | undefined {
  if (!anchor || ids[anchor.index] === anchor.id) return undefined
  const index = ids.indexOf(anchor.id)
  return index === -1 || Math.abs(index - anchor.index) > NEAR ? undefined : index * rowPx + anchor.within
}
