import { SYSTEM } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import { ACTIVITY, type Message } from '../../model/message.ts'
import { afterMessage, draftMessage } from './draft-message.ts'

/** What a send that opens a conversation again leaves behind (chatwoot sheet 6.3); it names nobody, so that sends need not look up a name. */
export const REOPENED = 'A new incoming message reopened the conversation'

/** A sentence for the team about a change of a conversation, at the next seq of it, and the conversation after that. Pure. */
export function draftActivity(conversation: Conversation, text: string, now: number): { message: Message; conversation: Conversation } {
  const input = { to: { id: conversation.id }, by: SYSTEM, direction: 'system' as const, private: true, text, contentType: ACTIVITY }
  const message = draftMessage(input, conversation, { now })
  return { message, conversation: afterMessage(conversation, message) }
}
