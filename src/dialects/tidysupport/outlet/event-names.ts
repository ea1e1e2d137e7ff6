import type { ConversationStatus } from '../../../model/conversation.ts'
import type { LogEvent } from '../../../model/event.ts'
import type { MessageStatus } from '../../../model/message.ts'
import type { Webhook } from '../../../model/webhook.ts'
import type { Noticed } from '../../dialect.ts'
import { toWireConversationStatus } from '../conversation.ts'
import { toWireStatus } from '../message.ts'
import type { WEBHOOK_EVENTS } from '../webhook.ts'

/** Sent to whoever is tested, whatever it asked for (tidysupport sheet 7.1). */
export const TEST = 'TESTING_CONNECTION'
type EventName = (typeof WEBHOOK_EVENTS)[number]

export function namesOf(noticed: Noticed, webhook: Webhook): readonly string[] {
  if (noticed.event.type === 'webhook.tested') return noticed.event.subjectId === webhook.id ? [TEST] : []
  return toNames(noticed).filter((name) => webhook.events.includes(name))
}

/** One change of a conversation may be told under several names, the general one first. Nothing that happens here is a signal. */
function toNames({ event, message }: Noticed): EventName[] {
  switch (event.type) {
    case 'conversation.created':
      return ['CONVERSATION_CREATED']
    case 'conversation.updated':
      return toChangeNames(event.data as ConversationChange)
    case 'message.created':
      return message?.deletedAt === null ? ['MESSAGE_CREATED'] : []
    case 'message.updated':
      return message?.deletedAt === null && isSeen(event) ? ['MESSAGE_UPDATED'] : []
    case 'contact.created':
      return ['CONTACT_CREATED']
    default:
      return []
  }
}

type Change<T> = [before: T, after: T]
type ConversationChange = { status?: Change<ConversationStatus>; subject?: unknown; assigneeId?: Change<number | null> }

/** What this vendor's conversation does not show is no change of it: a label, a priority, or that it is snoozed. */
function toChangeNames({ status, subject, assigneeId }: ConversationChange): EventName[] {
  const [before, after] = (status ?? []).map(toWireConversationStatus)
  const names: EventName[] = []
  if (before !== after || subject !== undefined || assigneeId !== undefined) names.push('CONVERSATION_UPDATED')
  if (assigneeId && assigneeId[1] !== null) names.push('CONVERSATION_ASSIGNED')
  if (before !== after && after === 'CLOSED') names.push('CONVERSATION_CLOSED')
  if (before !== after && after === 'OPEN') names.push('CONVERSATION_REOPENED')
  return names
}

/** Whether the change shows in this vendor's message: what is `SENT` here may be delivered or read. */
function isSeen({ data }: LogEvent): boolean {
  const [before, after] = ((data.status ?? []) as MessageStatus[]).map(toWireStatus)
  return data.body === true || before !== after
}
