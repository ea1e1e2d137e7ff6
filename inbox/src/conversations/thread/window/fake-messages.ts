import type { LogEvent, Message } from '../../../api/wire.ts'
import type { MessagePage } from './message-window.ts'

/** A message of a test, at one seq: from the customer unless told. */
export function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: 1000 + seq,
    conversationId: 7,
    seq,
    direction: 'inbound',
    private: false,
    author: { kind: 'contact', id: 9, name: 'Jane' },
    text: `Message ${seq}`,
    html: null,
    contentType: 'text',
    attributes: {},
    parentId: null,
    sourceId: null,
    status: 'sent',
    failure: null,
    attachments: [],
    createdAt: new Date(Date.UTC(2026, 2, 1, 12) + seq * 60_000).toISOString(),
    sentAt: null,
    editedAt: null,
    deletedAt: null,
    ...more,
  }
}

export function messageEvent(type: string, of: Message | null, more: Partial<LogEvent> = {}): LogEvent {
  const about = { conversationId: 7, messageId: of?.id ?? null, subjectId: null, data: {}, conversation: null, message: of }
  return { position: 1, type, at: '2026-03-01T12:00:00.000000Z', actor: { kind: 'contact', id: 9 }, ...about, ...more }
}

/** Pages as the server makes them of a conversation's messages. */
export function pageOf(all: readonly Message[], query: { after?: number; before?: number; order?: string; limit?: number }): MessagePage {
  const { after = 0, before, order = 'newest', limit = 50 } = query
  const lastSeq = all.at(-1)?.seq ?? 0
  const end = Math.min(before ?? Number.MAX_SAFE_INTEGER, lastSeq + 1)
  const inside = all.filter(({ seq }) => seq > after && seq < end)
  const messages = (order === 'newest' ? inside.toReversed() : inside).slice(0, limit)
  const stop = messages.length === limit ? messages.at(-1)?.seq : undefined
  const covered = Math.max(after, end - 1)
  if (order === 'newest') return { messages, nextAfter: covered, nextBefore: stop !== undefined && stop > after + 1 ? stop : null }
  return { messages, nextAfter: stop ?? covered, nextBefore: after > 0 ? after + 1 : null }
}
