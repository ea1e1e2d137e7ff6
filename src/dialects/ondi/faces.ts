import { resolveWindow } from '../../core/messages/list-messages.ts'
import { seesNotes } from '../../core/visibility.ts'
import type { AuthorRef } from '../../model/author.ts'
import { countMessages } from '../../storage/queries/messages/messages.ts'
import type { Faces, Shown } from '../faces.ts'
import { mayRead, openConversation } from './access.ts'
import { VISIBLE } from './routes/messages/list-messages.ts'
import { toInstant } from './time.ts'
import { parseTimestampRange } from './timestamp-range.ts'

/** A user is shown what they take part in; there is no address of one message, so it is a page of the list, narrowed to the second in which it was said. */
export const faces: Faces = {
  secrets: [{ in: 'headers', name: 'Authorization', prefix: 'Bearer ', placeholder: '<token>', scope: 'api' }],
  async actorOf(ctx, { id, contactId }) {
    const candidates: AuthorRef[] = [ctx.actor, ...(contactId === null ? [] : [{ kind: 'contact', id: contactId } as const])]
    for (const actor of candidates) {
      const own = { ...ctx, actor }
      if (await mayRead(own, await openConversation(own, id))) return actor
    }
    return 'OnDi shows a conversation to those who take part in it; neither you nor its customer does.'
  },
  conversation: {
    concepts: {
      id: ['/id'],
      subject: ['/title'],
      status: ['/status'],
      time: ['/created_at'],
      text: ['/latest_message/content'],
      author: ['/latest_message/sender/first_name', '/latest_message/sender/last_name'],
      unread: ['/unread_count'],
    },
    request: (shown) => ({ method: 'GET', path: pathOf(shown), part: { at: '/data' } }),
  },
  message: {
    concepts: {
      id: ['/id'],
      conversation: ['/conversation_id'],
      text: ['/content'],
      author: ['/sender/first_name', '/sender/last_name'],
      time: ['/created_at'],
      files: ['/content_url'],
    },
    async request(shown) {
      const { ctx, conversation, message } = shown
      const second = toInstant(message.createdAt)
      const range = `${second},${second}`
      // Newest first, one a page: as many pages come before as there are newer ones in that second.
      const { before } = await resolveWindow(ctx, conversation, parseTimestampRange(range) ?? {})
      const newer = { ...VISIBLE, notes: seesNotes(ctx), after: message.seq, before }
      const page = 1 + (await countMessages(ctx.core.store, ctx.accountId, conversation.id, newer))
      return {
        method: 'GET',
        path: `${pathOf(shown)}/messages?timestamp_range=${range}&page=${page}&limit=1`,
        part: { at: '/messages', where: ['id', ctx.core.ids.toUuid('message', message.id)] },
      }
    },
  },
}

function pathOf({ ctx, conversation }: Shown): `/${string}` {
  return `/messaging/conversations/${ctx.core.ids.toUuid('conversation', conversation.id)}`
}
