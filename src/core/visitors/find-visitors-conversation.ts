import type { Contact } from '../../model/author.ts'
import type { Channel } from '../../model/channel.ts'
import { CONVERSATION_STATUSES, type Conversation } from '../../model/conversation.ts'
import type { Db } from '../../storage/db.ts'
import { listConversations } from '../../storage/queries/conversations/conversations.ts'

const GOES_ON = CONVERSATION_STATUSES.filter((status) => status !== 'archived')

/**
 * The conversation a visitor goes on with: their latest in the channel. Once resolved it is opened again by what they write, as any customer's is, so that they have one thread; what
 * was archived is over.
 */
export async function findVisitorsConversation(db: Db, channel: Channel, { id }: Contact): Promise<Conversation | undefined> {
  const of = { reach: 'all', channelId: channel.id, contactId: id, statuses: GOES_ON } as const
  // By `updatedAt`, which no note moves.
  return (await listConversations(db, channel.accountId, of, { limit: 1, orderBy: 'updated_at' }))[0]
}
