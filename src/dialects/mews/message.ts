import { type Static, Type } from 'typebox'
import type { IdCodec } from '../../model/ids.ts'
import type { Message } from '../../model/message.ts'
import { createKeptWires } from '../kept-wires.ts'
import { nullable, Text, toUtc, Utc, Uuid } from './wire.ts'

/** mews sheet 3: the seed's four properties, and the thread's id, which its extraction lost. */
export const WireMessage = Type.Object({
  Id: Uuid,
  MessageThreadId: Uuid,
  Text,
  Sender: Type.Object({
    Discriminator: Type.Enum(['Enterprise', 'Application'], {
      description: 'Enterprise: by an employee of the enterprise; Application: by the third party application',
    }),
    Value: Type.Null(),
  }),
  CreatedUtc: Utc,
})

export const AddedMessage = Type.Object({
  Identifier: nullable(Type.String({ description: 'As the caller gave it' })),
  Message: WireMessage,
})

/** What of an application's threads it is shown, as `messages/getAll` lists them: what somebody wrote in words, for everybody to read (mews sheet 11a). */
export function isShown({ private: isNote, direction, text, deletedAt }: Message): boolean {
  return !isNote && direction !== 'system' && deletedAt === null && text !== null && text !== ''
}

/** The guest's side writes through the application; everybody else speaks for the enterprise (mews sheet 11a). */
export function toWireMessages(ids: IdCodec, messages: readonly Message[]): Static<typeof WireMessage>[] {
  let thread = { id: 0, uuid: '' }
  return keepWires(messages, noMore, (message) => {
    if (thread.id !== message.conversationId) {
      thread = { id: message.conversationId, uuid: ids.toUuid('conversation', message.conversationId) }
    }
    return {
      Id: ids.toUuid('message', message.id),
      MessageThreadId: thread.uuid,
      Text: message.text ?? '',
      Sender: { Discriminator: message.direction === 'inbound' ? 'Application' : 'Enterprise', Value: null },
      CreatedUtc: toUtc(message.createdAt),
    }
  })
}

/** A message says all that is shown of it. */
const noMore = () => undefined
const keepWires = createKeptWires<Static<typeof WireMessage>>()
