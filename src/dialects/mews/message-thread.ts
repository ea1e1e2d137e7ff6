import { type Static, Type } from 'typebox'
import type { Author } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { IdCodec } from '../../model/ids.ts'
import { Text, toUtc, Utc, Uuid } from './wire.ts'

/** mews sheet 5. */
export const WireMessageThread = Type.Object({
  Id: Uuid,
  OriginalSender: Type.String({ ...Text, description: 'Display name of the guest' }),
  Subject: Text,
  CreatedUtc: Utc,
  UpdatedUtc: Utc,
  IsResolved: Type.Boolean(),
})

/** What another dialect left empty is given a text, because both have a minimum length of 1. */
export function toWireMessageThread(ids: IdCodec, conversation: Conversation, guest: Author | undefined): Static<typeof WireMessageThread> {
  return {
    Id: ids.toUuid('conversation', conversation.id),
    OriginalSender: nameOf(guest),
    Subject: conversation.subject || `Conversation ${conversation.number}`,
    CreatedUtc: toUtc(conversation.createdAt),
    UpdatedUtc: toUtc(conversation.updatedAt),
    IsResolved: conversation.status === 'resolved' || conversation.status === 'archived',
  }
}

/** A guest without a name is called by what else is known of them. */
function nameOf(guest: Author | undefined): string {
  if (guest?.kind !== 'contact') return 'Guest'
  return guest.name || guest.email || guest.phone || guest.identifier || 'Guest'
}
