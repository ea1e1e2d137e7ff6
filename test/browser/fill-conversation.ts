import type { Message } from '../../src/model/message.ts'
import { updateHeads } from '../../src/storage/queries/conversations/conversation-heads.ts'
import { insertMessages } from '../../src/storage/queries/messages/messages.ts'
import type { TestServer } from '../harness.ts'

const STEP = 20_000
const MINUTE = 60_000_000

/**
 * Puts messages into the world's conversation directly and without events, a minute apart, by its customer and Ann in turn and of different lengths: 100,000 of them in three seconds.
 */
export async function fillConversation({ core, home }: TestServer, count: number): Promise<void> {
  const start = core.now() - count * MINUTE
  await core.store.tx(async (tx) => {
    for (let from = 0; from < count; from += STEP) {
      const ids = await tx.takeIds(Math.min(STEP, count - from))
      await insertMessages(
        tx,
        ids.map((id, index) => toMessage(home, id, from + index + 1, start)),
      )
    }
    const before = home.conversation
    const after = { ...before, lastSeq: count, publicCount: count, lastActivityAt: start + count * MINUTE }
    await updateHeads(tx, [{ before, after }])
  })
}

export function toMessage({ account, conversation, ann, jane }: TestServer['home'], id: number, seq: number, start: number): Message {
  const isOurs = seq % 3 === 0
  const createdAt = start + seq * MINUTE
  const about = {
    private: false,
    html: null,
    contentType: 'text',
    attributes: {},
    extra: {},
    parentId: null,
    sourceId: null,
    attachments: [],
  }
  return {
    ...about,
    ...{ id, seq, createdAt, sentAt: createdAt, editedAt: null, deletedAt: null, status: 'sent', failure: null },
    accountId: account.id,
    conversationId: conversation.id,
    conversationNumber: conversation.number,
    direction: isOurs ? 'outbound' : 'inbound',
    author: isOurs ? { kind: 'member', id: ann.id } : { kind: 'contact', id: jane.id },
    text: `Message ${seq}${' and some more of it'.repeat((seq * 7) % 23)}`,
  }
}
