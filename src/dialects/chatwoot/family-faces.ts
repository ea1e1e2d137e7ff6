import type { Faces, Shown } from '../faces.ts'
import type { Profile } from './profile.ts'

/** A conversation by its number; a message as the part of its conversation's list that the vendor's own bounds cut out. */
export function createFaces(profile: Profile): Faces {
  return {
    secrets: [{ in: 'headers', name: 'api_access_token', placeholder: '<token>', scope: 'api' }],
    conversation: {
      concepts: {
        id: ['/id'],
        status: ['/status'],
        contact: ['/meta/sender/name', '/contact/name'],
        assignee: ['/meta/assignee/name'],
        labels: ['/labels'],
        text: ['/messages/0/content'],
        author: ['/messages/0/sender/name'],
        time: ['/created_at'],
        unread: ['/unread_count'],
      },
      request: (shown) => ({ method: 'GET', path: pathOf(shown), part: { at: '' } }),
    },
    message: {
      concepts: {
        id: ['/id'],
        conversation: ['/conversation_id'],
        text: ['/content'],
        author: ['/sender/name'],
        direction: ['/message_type'],
        note: ['/private'],
        time: ['/created_at', '/created_at_exact'],
        status: ['/status'],
        files: ['/attachments'],
      },
      request: (shown) => ({
        method: 'GET',
        path: `${pathOf(shown)}/messages?${profile.message.queryOf(shown.message)}`,
        part: { at: '/payload', where: ['id', shown.message.id] },
      }),
    },
  }
}

function pathOf({ conversation: { accountId, number } }: Shown): `/${string}` {
  return `/api/v1/accounts/${accountId}/conversations/${number}`
}
