/**
 * The next rows to show on the way from those that are shown to those that are wanted. The windowed list keeps its place only when it is told whether rows came or
 * went at its start, and of one side at a time; so a change of both is shown in two steps. `keeps` is false where nothing of the old list is in the new one.
 */
export function nextStep<T extends { key: string }>(
  shown: readonly T[],
  wanted: readonly T[],
): { rows: readonly T[]; shift: boolean; keeps: boolean } {
  const [first] = shown
  const [start] = wanted
  if (!first || !start) return { rows: wanted, shift: false, keeps: first === undefined && start === undefined }
  if (first.key === start.key) return { rows: wanted, shift: false, keeps: true }
  const added = wanted.findIndex(({ key }) => key === first.key)
  if (added > 0) {
    const isOneSided = wanted.length - added === shown.length
    return { rows: isOneSided ? wanted : [...wanted.slice(0, added), ...shown], shift: true, keeps: true }
  }
  const removed = shown.findIndex(({ key }) => key === start.key)
  if (removed > 0) {
    const isOneSided = shown.length - removed === wanted.length
    return { rows: isOneSided ? wanted : shown.slice(removed), shift: true, keeps: true }
  }
  return { rows: wanted, shift: false, keeps: false }
}
