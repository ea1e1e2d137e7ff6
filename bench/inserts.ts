import { messageEvent } from '../src/core/events/new-event.ts'
import type { Conversation } from '../src/model/conversation.ts'
import { openStore } from '../src/storage/open.ts'
import { writeSends } from '../src/storage/queries/messages/sends.ts'
import { draft, type Prepared } from './prepare.ts'

/**
 * The bare limit of the store: the rows of a send (message, event, conversation, counter) in groups of `group`, one after another and durable, without HTTP and without a
 * decision. Returns messages a second.
 */
export async function measureInserts(location: string, prepared: Prepared, options: { seconds: number; group: number }): Promise<number> {
  const { accountId, conversations } = prepared
  const store = await openStore(location, { connections: 1 })
  const heads = new Map(conversations.map((one) => [one.id, one]))
  const started = performance.now()
  let inserted = 0
  while (performance.now() < started + options.seconds * 1000) {
    const at = Date.now() * 1000
    const touched = new Map<number, Conversation>()
    const messages = Array.from({ length: options.group }, (_, index) => {
      const { id } = conversations[((inserted + index) * 7919) % conversations.length] as Conversation
      const before = touched.get(id) ?? (heads.get(id) as Conversation)
      touched.set(id, { ...before, lastSeq: before.lastSeq + 1, publicCount: before.publicCount + 1, lastActivityAt: at, updatedAt: at })
      return draft(prepared, before, before.lastSeq + 1, 0, at)
    })
    const changes = [...touched.values()].map((after) => ({ before: heads.get(after.id) as Conversation, after }))
    const events = messages.map((message) => ({ event: messageEvent('message.created', message, message.author), message }))
    if (!(await writeSends(store, { accountId, at, messages, events, heads: changes, participants: [], contacts: new Map() })))
      throw new Error('somebody else writes into the store of the bench')
    for (const { before, after } of changes) heads.set(after.id, { ...after, revision: before.revision + 1 })
    inserted += messages.length
  }
  const perSecond = inserted / ((performance.now() - started) / 1000)
  await store.close()
  return perSecond
}
