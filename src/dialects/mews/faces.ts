import type { JsonObject } from '../../model/json.ts'
import type { FaceRequest, Faces, Shown } from '../faces.ts'
import { toUtc } from './wire.ts'

/** No second of one thread holds more (mews sheet 2). */
const MAX_COUNT = 1000

/** An application is shown the threads it opened: by their ids, and their messages by the second in which they were said. */
export const faces: Faces = {
  title: 'Mews',
  secrets: [
    { in: 'body', name: 'ClientToken', placeholder: '<client token>', scope: 'client' },
    { in: 'body', name: 'AccessToken', placeholder: '<access token>', scope: 'api' },
  ],
  async actorOf(_ctx, { applicationId }) {
    if (applicationId === null) return 'A Mews client is given the threads it opened itself, and this conversation began elsewhere.'
    return { kind: 'application', id: applicationId }
  },
  conversation: {
    concepts: { id: ['/Id'], subject: ['/Subject'], contact: ['/OriginalSender'], time: ['/CreatedUtc'], status: ['/IsResolved'] },
    request: (shown) => post(shown, 'messageThreads/getAll', 'MessageThreads', shown.conversation.id, {}, 1),
  },
  message: {
    concepts: {
      id: ['/Id'],
      conversation: ['/MessageThreadId'],
      text: ['/Text'],
      author: ['/Sender/Discriminator'],
      time: ['/CreatedUtc'],
    },
    request(shown) {
      const second = toUtc(shown.message.createdAt)
      return post(shown, 'messages/getAll', 'Messages', shown.message.id, { CreatedUtc: { StartUtc: second, EndUtc: second } }, MAX_COUNT)
    },
    whyMissing: 'To Mews a message is what somebody said in words; this one has none.',
  },
}

function post(
  { ctx, actor, conversation }: Shown,
  operation: string,
  list: 'MessageThreads' | 'Messages',
  id: number,
  filter: JsonObject,
  count: number,
): FaceRequest {
  const { ids } = ctx.core
  return {
    method: 'POST',
    path: `/api/connector/v1/${operation}`,
    body: {
      Client: `${actor.name} 1.0.0`,
      MessageThreadIds: [ids.toUuid('conversation', conversation.id)],
      ...filter,
      Limitation: { Count: count },
    },
    part: { at: `/${list}`, where: ['Id', ids.toUuid(list === 'Messages' ? 'message' : 'conversation', id)] },
  }
}
