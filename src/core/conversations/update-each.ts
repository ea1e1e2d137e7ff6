import type { Conversation } from '../../model/conversation.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Tx } from '../../storage/db.ts'
import type { ConversationFilter } from '../../storage/queries/conversations/conversation-filter.ts'
import { listConversations, lockConversations, updateConversations } from '../../storage/queries/conversations/conversations.ts'
import type { Ctx } from '../context.ts'
import { changes, conversationEvent } from '../events/new-event.ts'
import { forgetAfter } from './recent.ts'

/** How many conversations are read and written in one go. */
const BATCH = 500

/** What may change of many conversations because something they name is gone, or has another name. */
type Change = Partial<Pick<Conversation, 'assigneeId' | 'teamId' | 'labels'>>

/**
 * Changes every conversation that a filter finds, and gives a `conversation.updated` for each that is another now, to be recorded with what caused it. `change` is asked
 * of each as it is once it is locked: somebody may have changed it since it was found.
 */
export async function updateEach(
  ctx: Ctx,
  tx: Tx,
  filter: ConversationFilter,
  change: (conversation: Conversation) => Change,
): Promise<NewEvent[]> {
  const { accountId, core, actor } = ctx
  const now = core.now()
  const events: NewEvent[] = []
  let after: Conversation | undefined
  do {
    const found: Conversation[] = await listConversations(tx, accountId, filter, { limit: BATCH, after, orderBy: 'number', order: 'asc' })
    after = found.length === BATCH ? found.at(-1) : undefined
    const refs = found.map(({ id }) => ({ id }))
    const written: Conversation[] = []
    for (const before of refs.length > 0 ? await lockConversations(tx, accountId, refs) : []) {
      const next = { ...before, ...change(before), updatedAt: now }
      const data = changes(before, next, ['assigneeId', 'teamId', 'labels'])
      if (!data) continue
      written.push(next)
      events.push(conversationEvent('conversation.updated', next.id, actor, data))
      forgetAfter(tx, core.recent, next.id)
    }
    await updateConversations(tx, written)
  } while (after)
  return events
}
