import type { Core } from '../../../core/context.ts'
import type { LogEvent } from '../../../model/event.ts'
import type { Listener } from './room.ts'

/**
 * The listeners of whom an event may have changed who they are or how far they see: they are looked at again before they are told of anything that came after it. Another process
 * may have written the event; what this one keeps of such things is then older than the event and goes.
 */
export function concerns(core: Core, accountId: number, event: LogEvent, listeners: ReadonlySet<Listener>): Listener[] {
  const { type, subjectId, data } = event
  const those = (holds: (id: number) => boolean) => [...listeners].filter(({ subscriber }) => holds(subscriber.author.id))
  switch (type) {
    case 'member.updated':
    case 'member.deleted':
    case 'contact.updated':
    case 'contact.deleted':
      core.authors.delete(subjectId ?? 0)
      return those((id) => id === subjectId)
    case 'contact.merged':
      return those((id) => id === subjectId || id === data.mergedId)
    case 'channel.updated':
    case 'channel.deleted':
    case 'team.updated':
    case 'team.deleted':
      core.reaches.clear()
      core.channels.delete(subjectId ?? 0)
      return [...listeners]
    case 'account.updated':
      core.accounts.delete(accountId)
      return [...listeners]
    default:
      return []
  }
}
