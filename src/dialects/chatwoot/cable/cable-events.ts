import type { Happening } from '../../../core/events/replay-events.ts'
import type { LogEvent } from '../../../model/event.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Message, MessageStatus } from '../../../model/message.ts'
import { statusOf } from '../faces/message.ts'
import { changedInContact, changedInConversation } from '../outlet/changed-attributes.ts'

/** Whom an event is for: those of the team who reach the conversation, also its contact, every member, or these members only. */
export type Audience = 'team' | 'both' | 'account' | { memberIds: readonly number[] }

/** One event of the socket; `of` says what its data shows. */
export type CableEvent = { name: string; of: 'message' | 'conversation' | 'contact'; to: Audience; more?: JsonObject }

/** What somebody at the socket is told of something that happened (chatwoot sheet 11), in this order. Pure. */
export function cableEventsOf(happening: Happening): CableEvent[] {
  const { event, conversation, message } = happening
  switch (event.type) {
    case 'message.created':
      return message ? [toMessage('message.created', message), ...firstReply(event), ...mentions(message), ...changes(event)] : []
    case 'message.updated':
      return message ? [{ ...toMessage('message.updated', message), more: { previous_changes: statusChange(message, event.data) } }] : []
    case 'message.deleted':
      return message ? [{ ...toMessage('message.updated', message), more: { previous_changes: {} } }] : []
    case 'conversation.created':
      return conversation ? [{ name: 'conversation.created', of: 'conversation', to: 'both' }] : []
    case 'conversation.updated':
      return conversation ? changes(event) : []
    case 'conversation.read':
      // That the team has looked is shown when somebody asks; that the contact has is told (`contact_last_seen_at`).
      return conversation && event.actor.kind === 'contact' ? [{ name: 'conversation.read', of: 'conversation', to: 'team' }] : []
    case 'contact.updated':
      return changedInContact(event).length > 0 ? [{ name: 'contact.updated', of: 'contact', to: 'account' }] : []
    case 'contact.created':
    case 'contact.merged':
    case 'contact.deleted':
      return [{ name: event.type, of: 'contact', to: 'account' }]
    default:
      return []
  }
}

/** A note or an activity is the team's; the rest is the contact's as well. */
function toMessage(name: string, message: Message): CableEvent {
  return { name, of: 'message', to: message.private ? 'team' : 'both' }
}

function firstReply({ data }: LogEvent): CableEvent[] {
  return data.firstReplyAt ? [{ name: 'first.reply.created', of: 'message', to: 'team' }] : []
}

/** Members whom a note names, as the family's clients write it: `[@Ann](mention://user/5/Ann)`. */
function mentions({ private: isNote, text }: Message): CableEvent[] {
  if (!isNote || !text?.includes('mention://')) return []
  const memberIds = [...new Set([...text.matchAll(/mention:\/\/user\/(\d{1,15})\//g)].map((found) => Number(found[1])))]
  return memberIds.length > 0 ? [{ name: 'conversation.mentioned', of: 'conversation', to: { memberIds } }] : []
}

/** What the log knows of a change: the status, never a text. In this family's words it may be none. */
function statusChange(message: Message, { status }: JsonObject): JsonObject {
  if (!Array.isArray(status)) return {}
  const [before, after] = status.map((word) => statusOf({ ...message, status: word as MessageStatus }))
  return before === after ? {} : { status: [before as string, after as string] }
}

/** What changed in a conversation. Of what the team decides about it its contact is told the status alone. */
function changes(event: LogEvent): CableEvent[] {
  const changed = new Set(changedInConversation(event).flatMap((one) => Object.keys(one)))
  const to = changed.has('status') ? 'both' : 'team'
  const events: CableEvent[] = []
  const tell = (name: string, whom: Audience) => events.push({ name, of: 'conversation', to: whom })
  if (changed.has('status')) tell('conversation.status_changed', to)
  if (event.data.contactId) tell('conversation.contact_changed', 'team')
  if (changed.has('assignee_id')) tell('assignee.changed', 'team')
  if (changed.has('team_id')) tell('team.changed', 'team')
  if (changed.size > 0) tell('conversation.updated', to)
  return events
}
