import { isSentAgain } from '../../../core/messages/retry-message.ts'
import { isActivity, type MessageStatus } from '../../../model/message.ts'
import type { Webhook } from '../../../model/webhook.ts'
import type { Noticed, Typing } from '../../dialect.ts'
import { statusOf } from '../faces/message.ts'
import type { Profile } from '../profile.ts'
import { changedInContact, changedInConversation } from './changed-attributes.ts'

/**
 * Under which names a receiver is told of something: what it subscribed to, or, where it is an inbox's or a bot's own address, everything about the conversations in that
 * inbox (chatwoot sheet 10, ndoto sheet 7). Pure.
 */
export function eventNamesOf(profile: Profile, noticed: Noticed, webhook: Webhook): string[] {
  const names = namesIn(noticed).filter((name) => profile.desk.webhook.events.includes(name))
  if (webhook.target === 'webhook') return names.filter((name) => webhook.events.includes(name))
  if (!isAt(webhook, noticed)) return []
  if (webhook.target === 'channel' && isSentAgain(noticed.event)) return ['message_created']
  return webhook.target === 'bot' ? names.flatMap((name) => [name, ...botNames(profile, noticed, name)]) : names
}

/** Typing is told to whoever subscribed to it, and to the own addresses of the inbox and its bot. Pure. */
export function typingNameOf(profile: Profile, typing: Typing, webhook: Webhook): string | undefined {
  const name = typing.on ? 'conversation_typing_on' : 'conversation_typing_off'
  if (!profile.desk.webhook.events.includes(name)) return undefined
  const isTold = webhook.target === 'webhook' ? webhook.events.includes(name) : isAt(webhook, typing)
  return isTold ? name : undefined
}

/** Whether it happened in the inbox whose own address this is, or in one where this bot answers. */
function isAt({ target, id }: Webhook, { conversation, channel }: Pick<Noticed, 'conversation' | 'channel'>): boolean {
  if (!conversation) return false
  return target === 'channel' ? conversation.channelId === id : channel?.botId === id
}

/** In the order in which they are told. */
function namesIn({ event, conversation, message }: Noticed): string[] {
  const { type } = event
  if (type === 'contact.created') return ['contact_created']
  if (type === 'channel.created') return ['inbox_created']
  if (type === 'contact.updated') return changedInContact(event).length > 0 ? ['contact_updated'] : []
  if (type === 'channel.updated') return ['inbox_updated']
  if (!conversation) return []
  if (type === 'conversation.created') return ['conversation_created']
  if (type === 'conversation.updated') return namesOfChange(event)
  // An activity is told to nobody, nor is what is gone (chatwoot sheet 6.3).
  if (!message || isActivity(message)) return []
  if (type === 'message.created') return ['message_created', ...namesOfChange(event)]
  return type === 'message.deleted' || (type === 'message.updated' && isSeen(event)) ? ['message_updated'] : []
}

/** Whether it shows in the family's words: what waits for its channel is `sent` there already. */
function isSeen({ data }: Noticed['event']): boolean {
  const [before, after] = ((data.status ?? []) as MessageStatus[]).map((status) => statusOf({ status }))
  return data.status === undefined || before !== after
}

function namesOfChange(event: Noticed['event']): string[] {
  const changed = changedInConversation(event)
  if (changed.length === 0) return []
  return changed.some((one) => 'status' in one) ? ['conversation_status_changed', 'conversation_updated'] : ['conversation_updated']
}

/** A bot of Chatwoot's listens for two words of its own. */
function botNames({ notice }: Profile, { event }: Noticed, name: string): string[] {
  if (name !== 'conversation_status_changed') return []
  const status = changedInConversation(event).find((one) => 'status' in one)?.status?.current_value
  const word = typeof status === 'string' ? notice.botNames[status] : undefined
  return word === undefined ? [] : [word]
}
