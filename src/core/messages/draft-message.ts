import { type AuthorRef, isTeam } from '../../model/author.ts'
import type { ChannelKind } from '../../model/channel.ts'
import { type Conversation, isActive } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import { MAX_TEXT_LENGTH, type Message, type NewMessage } from '../../model/message.ts'
import type { Participant } from '../../model/participant.ts'
import { isOwnConversation } from '../access.ts'
import { sanitiseHtml, textFromHtml } from './html.ts'

/** What a dialect asks of whoever sends; everything absent asks nothing. A conversation outside `applicationId` or `channelId` does not exist for the caller. */
export type SendRule = {
  /**
   * The sender must be in the conversation and not have left (ondi sheet 3). With `or_own` a conversation that is the sender's own will do as well, and any
   * other does not exist for the sender; the messages must then be by the sender.
   */
  participant?: true | 'or_own'
  /** A contact in whose name somebody else writes must be the conversation's own. */
  ownContactOnly?: true
  /** The conversation must not be resolved or archived. */
  active?: true
  /** The conversation must have been created by this application (mews sheet 1). */
  applicationId?: number
  /** The conversation must be this contact's, in this channel (chatwoot sheet 9). */
  contactId?: number
  channelId?: number
  /** Messages in the customer's name are only for API channels (chatwoot sheet 5.3). */
  inboundInApiOnly?: true
}

/** What was read for the decision; `participant` is the sender's own row. */
export type SendFacts = {
  conversation: Conversation | undefined
  participant: Participant | undefined
  channelKind: ChannelKind | undefined
}

/** Who a new message is by, once the conversation is known. */
export function authorOf(message: NewMessage, conversation: Conversation): AuthorRef {
  if (message.by !== 'contact') return message.by
  return conversation.contactId === null ? { kind: 'system', id: 0 } : { kind: 'contact', id: conversation.contactId }
}

/** The conversation a message may be sent into, or the refusal. Pure, like all of this file: every product decision about a new message is here. */
export function checkSend(rule: SendRule, input: NewMessage, facts: SendFacts): Conversation {
  const { conversation, participant } = facts
  if (!conversation) throw new AppError('conversation_not_found')
  if (rule.applicationId !== undefined && conversation.applicationId !== rule.applicationId) throw new AppError('conversation_not_found')
  if (rule.contactId !== undefined && conversation.contactId !== rule.contactId) throw new AppError('conversation_not_found')
  if (rule.channelId !== undefined && conversation.channelId !== rule.channelId) throw new AppError('conversation_not_found')
  const isIn = participant !== undefined && participant.leftAt === null
  if (rule.participant === 'or_own' && !isIn && (input.by === 'contact' || !isOwnConversation(input.by, conversation)))
    throw new AppError('conversation_not_found')
  if (rule.participant === true && !isIn) throw new AppError('not_a_participant')
  if (rule.ownContactOnly && input.by !== 'contact' && input.by.kind === 'contact' && !isOwnConversation(input.by, conversation))
    throw new AppError('contact_not_found', { message: 'This is not the contact of the conversation.', field: 'author' })
  if (rule.active && !isActive(conversation)) throw new AppError('conversation_not_active')
  if (rule.inboundInApiOnly && input.direction === 'inbound' && facts.channelKind !== 'api') throw new AppError('inbound_not_allowed')
  return conversation
}

/** `handsOver`: the conversation's channel has an address that what the team says is handed over to. */
type DraftFacts = { parent?: Message; handsOver?: boolean; now: number }

/** The message as it will be stored, at the next seq of its conversation; it gets its id when it is written. What its channel has to hand over first is `pending`. */
export function draftMessage(input: NewMessage, conversation: Conversation, { parent, handsOver = false, now }: DraftFacts): Message {
  const author = authorOf(input, conversation)
  // To whoever may not see a note it is no message to answer to.
  const answers = parent?.conversationId === conversation.id && (!parent.private || isTeam(author))
  if (input.parentId != null && !answers) throw new AppError('parent_not_found', { field: 'parent' })
  if ((input.text?.length ?? 0) > MAX_TEXT_LENGTH || (input.html?.length ?? 0) > MAX_TEXT_LENGTH) throw new AppError('message_too_long')
  const html = input.html ? sanitiseHtml(input.html.toWellFormed()) || null : null
  const text = input.text === null ? (html === null ? null : textFromHtml(html)) : input.text.toWellFormed()
  // Times grow with seq even when the clock steps back, so that a time can be sought by bisection.
  const createdAt = Math.max(now, conversation.lastActivityAt)
  const waits = handsOver && input.direction === 'outbound' && !input.private
  return {
    id: 0,
    accountId: conversation.accountId,
    conversationId: conversation.id,
    conversationNumber: conversation.number,
    seq: conversation.lastSeq + 1,
    direction: input.direction,
    private: input.private ?? false,
    author,
    text,
    html,
    contentType: input.contentType ?? 'text',
    attributes: input.attributes ?? {},
    extra: input.extra ?? {},
    parentId: input.parentId ?? null,
    sourceId: input.sourceId ?? null,
    status: waits ? 'pending' : 'sent',
    failure: null,
    attachments: [],
    createdAt,
    sentAt: waits ? null : createdAt,
    editedAt: null,
    deletedAt: null,
  }
}

/** Whether a word from the customer's side opens it again. */
export function reopens({ status }: Conversation): boolean {
  return status === 'resolved' || status === 'snoozed' || status === 'archived'
}

/**
 * The conversation after a message. A message from the customer's side opens what was resolved, snoozed or archived (ndoto sheet 3.2, mews sheet 4,
 * tidysupport sheet 3.2), or gives it back to the channel's bot, unless the customer is blocked (chatwoot sheet 5.3); the team's first public word ends the waiting.
 */
export function afterMessage(conversation: Conversation, message: Message, { blocked = false, bot = false } = {}): Conversation {
  const next = { ...conversation, lastSeq: message.seq, lastActivityAt: message.createdAt }
  // Not even the time of a note shows: `updatedAt` is what dialects without notes print.
  if (message.private) return next
  next.updatedAt = message.createdAt
  next.publicCount += 1
  if (message.direction === 'inbound') {
    if (!blocked && reopens(next)) {
      next.status = bot ? 'pending' : 'open'
      next.snoozedUntil = null
    }
    next.waitingSince ??= message.createdAt
  }
  if (message.direction === 'outbound' && message.author.kind === 'member') {
    next.firstReplyAt ??= message.createdAt
    next.waitingSince = null
  }
  return next
}
