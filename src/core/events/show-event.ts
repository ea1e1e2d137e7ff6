import type { EventType, LogEvent } from '../../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Reach } from '../../model/reach.ts'
import { type Reader, seesAllConversations } from '../access.ts'
import type { Ctx } from '../context.ts'
import { seesNotes } from '../visibility.ts'

/** What a reader outside of the team's overview is told about a change of a conversation; anything else of it is the business's own. */
const PUBLIC_CHANGES = ['status', 'subject']
/** What the team does for itself. */
const TEAM_ONLY: readonly EventType[] = ['conversation.unread']

/** How much of the log there is to somebody. */
export type View = { reach: Reach; overview: boolean; notes: boolean }

export function viewOf(ctx: Ctx, reader: Reader): View {
  return { reach: ctx.reach, overview: seesAllConversations(reader.role), notes: seesNotes(ctx) }
}

/** Whether a view is the same whatever conversation an event is about. */
export function seesWholeLog({ overview, reach }: View): boolean {
  return overview && reach === 'all'
}

/** The event as it is shown, or nothing. `isOpen` says whether there is a conversation that it is about, and the reader may open it. */
export function showEvent(event: LogEvent, view: View, isOpen: boolean): LogEvent | undefined {
  if (event.private && !view.notes) return undefined
  if (view.overview && (view.reach === 'all' || event.conversationId === null)) return event
  if (event.conversationId === null || !isOpen) return undefined
  if (view.overview) return event
  if (TEAM_ONLY.includes(event.type)) return undefined
  // How long customers wait is the business's own.
  if (event.type === 'message.created') return Object.keys(event.data).length === 0 ? event : { ...event, data: {} }
  // Why a message could not be handed over, too.
  if (event.type === 'message.updated') return 'cause' in event.data ? { ...event, data: withoutCause(event.data) } : event
  if (event.type !== 'conversation.updated') return event
  const data = Object.fromEntries(Object.entries(event.data).filter(([field]) => PUBLIC_CHANGES.includes(field)))
  return Object.keys(data).length > 0 ? { ...event, data } : undefined
}

function withoutCause({ cause: _, ...data }: JsonObject): JsonObject {
  return data
}
