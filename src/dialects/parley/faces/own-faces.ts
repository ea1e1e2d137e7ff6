import type { Faces } from '../../faces.ts'

/** Parley's own API has an address for each. */
export const faces: Faces = {
  secrets: [{ in: 'headers', name: 'Authorization', prefix: 'Bearer ', placeholder: '<token>', scope: 'api' }],
  conversation: {
    concepts: {
      id: ['/id', '/number'],
      subject: ['/subject'],
      contact: ['/contactId'],
      status: ['/status'],
      assignee: ['/assigneeId'],
      labels: ['/labels'],
      time: ['/createdAt'],
    },
    request: ({ conversation }) => ({ method: 'GET', path: `/v1/conversations/${conversation.id}`, part: { at: '' } }),
  },
  message: {
    concepts: {
      id: ['/id'],
      conversation: ['/conversationId'],
      text: ['/text'],
      author: ['/author/name'],
      direction: ['/direction'],
      note: ['/private'],
      time: ['/createdAt', '/sentAt'],
      status: ['/status'],
      files: ['/attachments'],
    },
    request: ({ conversation, message }) => ({
      method: 'GET',
      path: `/v1/conversations/${conversation.id}/messages/${message.id}`,
      part: { at: '' },
    }),
  },
}
