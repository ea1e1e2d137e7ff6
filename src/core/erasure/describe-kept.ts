import type { Erasure } from '../../model/erasure.ts'
import type { Db } from '../../storage/db.ts'

/** What an erasure leaves behind on purpose, and why. Pure. */
export function describeKept(engine: Db['engine'], { counts }: Pick<Erasure, 'counts'>): { what: string; why: string }[] {
  const kept = [
    {
      what: 'the log',
      why: 'That something happened, when, and by which id stays, because positions have no gaps; it says nothing of the contact any more.',
    },
    {
      what: 'names in the words of others',
      why: 'What was written in other conversations, and in filters, labels and canned responses, is not searched for names.',
    },
  ]
  if (counts.sharedConversations > 0)
    kept.push({
      what: 'shared conversations',
      why: 'Other customers take part in them, or they are the team’s own; their subjects, labels and attributes and the words of others stay.',
    })
  kept.push(
    engine === 'sqlite'
      ? {
          what: 'unused parts of the SQLite file',
          why: 'They may hold old bytes until they are used again; `parley compact` writes the file anew.',
        }
      : { what: 'dead rows of PostgreSQL', why: 'They may hold old bytes until vacuum and later writes have used their place again.' },
    { what: 'backups and exports', why: 'They are not Parley’s.' },
  )
  return kept
}
