import { type Static, Type } from 'typebox'
import { type Authors, loadAuthors } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import { isTeam } from '../../../model/author.ts'
import type { Message } from '../../../model/message.ts'
import type { Db } from '../../../storage/db.ts'
import { createKeptWires } from '../../kept-wires.ts'
import { Attributes, AuthorKinds, Id, Nullable, Time, toWireTime, toWireTimeOrNull } from '../wire.ts'
import { toWireAttachment, WireAttachment } from './attachment.ts'
import { nameOf } from './participant.ts'

export const WireMessage = Type.Object({
  id: Id,
  conversationId: Id,
  seq: Type.Integer({ minimum: 1, description: 'The place in the conversation: 1, 2, 3… without gaps' }),
  direction: Type.Enum(['inbound', 'outbound', 'system']),
  private: Type.Boolean({ description: 'A note, for the team only' }),
  author: Type.Object({ kind: AuthorKinds, id: Id, name: Nullable(Type.String()) }),
  text: Nullable(Type.String()),
  html: Nullable(Type.String({ description: 'Sanitised' })),
  contentType: Type.String({ description: '`text`, or a rich kind whose structure stands in `attributes`' }),
  attributes: Attributes,
  parentId: Nullable(Id),
  sourceId: Nullable(Type.String({ description: 'The outside channel’s own id for the message' })),
  status: Type.Enum(['pending', 'sent', 'delivered', 'read', 'retrying', 'failed'], {
    description: '`pending` and `retrying` wait for the address their channel hands over to',
  }),
  failure: Nullable(
    Type.Object(
      { cause: Nullable(Type.String()) },
      { description: 'Why it is `failed` or `retrying`, to the team alone; null for any other status' },
    ),
  ),
  attachments: Type.Array(WireAttachment),
  createdAt: Time,
  sentAt: Nullable(Time),
  editedAt: Nullable(Time),
  deletedAt: Nullable(Time),
})

export function toWireMessage(ctx: Ctx, message: Message, authors: Authors): Static<typeof WireMessage> {
  const { kind, id } = message.author
  return {
    id: message.id,
    conversationId: message.conversationId,
    seq: message.seq,
    direction: message.direction,
    private: message.private,
    author: { kind, id, name: nameOf(authors.get(id)) },
    text: message.text,
    html: message.html,
    contentType: message.contentType,
    attributes: message.attributes,
    parentId: message.parentId,
    sourceId: message.sourceId,
    status: message.status,
    failure: toWireFailure(ctx, message),
    attachments: message.attachments.map((file) => toWireAttachment(ctx, file)),
    createdAt: toWireTime(message.createdAt),
    sentAt: toWireTimeOrNull(message.sentAt),
    editedAt: toWireTimeOrNull(message.editedAt),
    deletedAt: toWireTimeOrNull(message.deletedAt),
  }
}

/** To a customer or an application it is enough that it failed: why is the business's own. */
function toWireFailure({ actor }: Ctx, { status, failure }: Message) {
  if (status !== 'failed' && status !== 'retrying') return null
  return { cause: isTeam(actor) ? failure : null }
}

/** Messages with their authors' names, looked up for all of them at once. */
export async function toWireMessages(ctx: Ctx, db: Db, messages: readonly Message[]): Promise<Static<typeof WireMessage>[]> {
  const authors = await loadAuthors(
    ctx.core,
    db,
    ctx.accountId,
    messages.map((message) => message.author),
  )
  // What is kept in memory for the team and for everybody else are pages of their own, and so are their words.
  const keep = isTeam(ctx.actor) ? keepTeamWires : keepWires
  return keep(
    messages,
    (message) => authors.get(message.author.id),
    (message) => toWireMessage(ctx, message, authors),
  )
}

const keepTeamWires = createKeptWires<Static<typeof WireMessage>>()
const keepWires = createKeptWires<Static<typeof WireMessage>>()
