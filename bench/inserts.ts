import { openStore } from '../src/storage/open.ts'
import { updateAfterSend } from '../src/storage/queries/conversations.ts'
import { takePositions } from '../src/storage/queries/counters.ts'
import { insertEvents } from '../src/storage/queries/events.ts'
import { insertMessages } from '../src/storage/queries/messages.ts'
import { draft, type Prepared } from './prepare.ts'

/**
 * The bare limit of the store: the rows of a send (message, event, conversation, counter) in groups of `group`, durable, without HTTP and without a decision.
 * On PostgreSQL `inFlight` groups are under way at once. Returns messages a second.
 */
export async function measureInserts(
  location: string,
  prepared: Prepared,
  options: { seconds: number; group: number; inFlight: number },
): Promise<number> {
  const store = await openStore(location, { connections: options.inFlight })
  const heads = new Map(prepared.conversations.map((one) => [one.id, one]))
  const started = performance.now()
  const end = started + options.seconds * 1000
  let next = 0
  let inserted = 0
  const run = async (lane: number) => {
    while (performance.now() < end) {
      // Each lane has conversations of its own, so that nobody waits for a row, only for the disk.
      const chosen = Array.from({ length: options.group }, () => {
        const step = next++ * 7919
        return prepared.conversations[(Math.floor(step / options.inFlight) * options.inFlight + lane) % prepared.conversations.length]
      })
      await store.tx(async (tx) => {
        const ids = await tx.takeIds(options.group)
        const now = Date.now() * 1000
        const messages = chosen.flatMap((one, index) => {
          const head = one && heads.get(one.id)
          if (!head) return []
          heads.set(head.id, {
            ...head,
            lastSeq: head.lastSeq + 1,
            publicCount: head.publicCount + 1,
            revision: head.revision + 1,
            lastActivityAt: now,
          })
          return [draft(prepared, head, head.lastSeq + 1, ids[index] as number, now)]
        })
        messages.sort((a, b) => a.conversationId - b.conversationId || a.seq - b.seq)
        const touched = [...new Set(messages.map((message) => message.conversationId))].flatMap((id) => heads.get(id) ?? [])
        await Promise.all([insertMessages(tx, messages), updateAfterSend(tx, touched)])
        const first = await takePositions(tx, prepared.accountId, messages.length)
        await insertEvents(
          tx,
          messages.map((message, index) => ({
            accountId: prepared.accountId,
            position: first + index,
            type: 'message.created' as const,
            conversationId: message.conversationId,
            messageId: message.id,
            private: false,
            subjectId: null,
            actor: message.author,
            data: {},
            createdAt: now,
          })),
        )
        inserted += messages.length
      })
    }
  }
  await Promise.all(Array.from({ length: options.inFlight }, (_, lane) => run(lane)))
  const perSecond = inserted / ((performance.now() - started) / 1000)
  await store.close()
  return perSecond
}
