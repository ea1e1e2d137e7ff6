import type { ExtraOf } from '../../../core/contacts/merge-contacts.ts'
import type { ContactChannel } from '../../../model/channel.ts'
import type { Conversation } from '../../../model/conversation.ts'
import type { JsonObject } from '../../../model/json.ts'

/**
 * The source id a conversation belongs to. Several source ids may stand for one contact in one inbox, and an unproven one sees only what was begun with it
 * (chatwoot sheet 9); what was begun without any belongs to the contact's first. `links` are the contact's in this channel, the oldest first.
 */
export function sourceIdOf(conversation: Conversation, links: readonly ContactChannel[]): string | undefined {
  const own = (conversation.extra.chatwoot as JsonObject | undefined)?.source_id
  return typeof own === 'string' ? own : links[0]?.sourceId
}

/** What a conversation begun with a source id keeps of it. */
export function keepSourceId(sourceId: string): JsonObject {
  return { chatwoot: { source_id: sourceId } }
}

/**
 * What a conversation keeps before its contact's links are another contact's as well: the source id it belongs to by now. Without it a merge would open what was begun
 * without any to whoever brings the older link.
 */
export const pinSourceId: ExtraOf = (conversation, links) => {
  const { extra } = conversation
  return { ...extra, chatwoot: { ...(extra.chatwoot as JsonObject | undefined), source_id: sourceIdOf(conversation, links) ?? '' } }
}
