import { words } from '../../../words/words.ts'

/** The name somebody is shown by; the nameless by what they are. */
export function authorName({ kind, name }: { kind: string; name: string | null }): string {
  if (name) return name
  if (kind === 'contact') return words.thread.customer
  if (kind === 'application') return words.thread.application
  return kind === 'system' ? words.thread.system : words.thread.formerMember
}
