import { listMessages } from '../../core/messages/list-messages.ts'
import type { FaceRequest, Faces, Shown } from '../faces.ts'

const THREAD = {
  id: ['/conversation/id'],
  subject: ['/conversation/subject'],
  status: ['/conversation/status'],
  contact: ['/contact/name'],
}

/** One address shows a thread with a page of its messages: a conversation with its newest one, a message as the only one of its page. */
export const faces: Faces = {
  secrets: [{ in: 'headers', name: 'Authorization', prefix: 'Bearer ', placeholder: '<token>', scope: 'api' }],
  conversation: {
    concepts: {
      ...THREAD,
      text: ['/messages/items/0/contentText', '/messages/items/0/contentPreview'],
      author: ['/messages/items/0/senderType', '/messages/items/0/agentId'],
      time: ['/messages/items/0/createdAt'],
    },
    request: (shown) => pageWith(shown, shown.conversation.lastSeq, { at: '/thread' }),
  },
  message: {
    concepts: {
      id: ['/id'],
      text: ['/contentText', '/contentPreview'],
      author: ['/senderType', '/agentId'],
      direction: ['/direction'],
      note: ['/isInternalNote'],
      time: ['/createdAt', '/sentAt'],
      status: ['/status'],
      files: ['/attachments'],
    },
    request(shown) {
      const { ctx, message } = shown
      const where = ['id', ctx.core.ids.toPrefixed('message', message.id)] as const
      return pageWith(shown, message.seq, { at: '/thread/messages/items', where })
    },
  },
}

/** The page of one message that continues behind the one before it. */
async function pageWith({ ctx, conversation }: Shown, seq: number, part: FaceRequest['part']): Promise<FaceRequest> {
  const { ids } = ctx.core
  const before = { order: 'newest', limit: 1, beforeSeq: seq, deleted: true, system: true } as const
  const [previous] = await listMessages(ctx, conversation, before)
  const cursor = previous ? `&cursor=${ids.toPrefixed('message', previous.id)}` : ''
  const workspace = ids.toPrefixed('account', conversation.accountId)
  const thread = ids.toPrefixed('conversation', conversation.id)
  return { method: 'GET', path: `/v1/workspaces/${workspace}/support/inbox/conversations/${thread}/messages?limit=1${cursor}`, part }
}
