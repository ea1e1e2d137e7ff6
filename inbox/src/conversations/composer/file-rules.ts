import type { FileFacts } from './outbox.ts'

/** What a message may hold (docs/dialects/parley.md). */
const MOST_FILES = 15
const MOST_BYTES = 40 * 1024 * 1024

export type FileProblem = { kind: 'tooMany' } | { kind: 'tooLarge'; name: string }

/** Which of some new files may go with a message that has `present` of them already, and what is wrong with the others. */
export function checkFiles<T extends Pick<FileFacts, 'name' | 'sizeBytes'>>(
  files: readonly T[],
  present: number,
): { taken: T[]; problems: FileProblem[] } {
  const problems: FileProblem[] = []
  const fitting = files.filter(({ name, sizeBytes }) => {
    if (sizeBytes > MOST_BYTES) problems.push({ kind: 'tooLarge', name })
    return sizeBytes <= MOST_BYTES
  })
  const taken = fitting.slice(0, Math.max(0, MOST_FILES - present))
  if (taken.length < fitting.length) problems.push({ kind: 'tooMany' })
  return { taken, problems }
}
