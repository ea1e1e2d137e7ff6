import { type AuthorRef, isTeam } from '../model/author.ts'
import type { DialectName } from '../model/token.ts'

/** Dialects that have a way to mark a message as private. In the others nobody is shown a note, not even the team (design, rule 5). */
const MARKS_NOTES: Record<DialectName, boolean> = {
  parley: true,
  chatwoot: true,
  ndoto: true,
  '99digital': true,
  tidysupport: true,
  ondi: false,
  mews: false,
}

/**
 * Whether a reader may see private notes. The one place that decides it: every list, preview, count, search and stream passes its answer on as
 * `notes`, and no query has a default for it.
 */
export function seesNotes(reader: { actor: AuthorRef; dialect: DialectName }): boolean {
  return isTeam(reader.actor) && MARKS_NOTES[reader.dialect]
}
