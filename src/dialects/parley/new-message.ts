import { type Static, Type } from 'typebox'
import { may, type Reader, seesAllConversations } from '../../core/access.ts'
import type { Ctx } from '../../core/context.ts'
import type { SendRule } from '../../core/messages/draft-message.ts'
import { sanitiseHtml } from '../../core/messages/html.ts'
import type { NewAttachment } from '../../model/attachment.ts'
import { AppError } from '../../model/errors.ts'
import { MAX_TEXT_LENGTH, type NewMessage } from '../../model/message.ts'
import { Attributes, Body, Id, Nullable, Text } from './wire.ts'

export const MessageFields = {
  text: Type.Optional(Nullable(Text(MAX_TEXT_LENGTH, { description: 'Made from `html` when absent' }))),
  html: Type.Optional(Nullable(Text(MAX_TEXT_LENGTH, { description: 'Sanitised before it is stored' }))),
  private: Type.Optional(Type.Boolean({ description: 'A note, for the team only' })),
  contentType: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' })),
  attributes: Type.Optional(Attributes),
  parentId: Type.Optional(Nullable(Id)),
  sourceId: Type.Optional(Nullable(Text(255))),
  author: Type.Optional(Body({ contactId: Id }, { description: 'Writes in the name of the conversation’s contact' })),
}
export const NewMessageBody = Body(MessageFields)

/**
 * The message a caller wants to send: outbound from a member, inbound from anybody else and in a contact's name. Refuses with `message_empty`, and with
 * `not_allowed` a note or another's name from somebody outside of the team.
 */
export function fromWireMessage(
  ctx: Ctx,
  reader: Reader,
  conversationId: number,
  body: Static<typeof NewMessageBody>,
  files: NewAttachment[] = [],
): NewMessage {
  if (body.private && !may('writeNotes', reader.role)) throw new AppError('not_allowed', { field: 'private' })
  if (body.author && !may('speakForContacts', reader.role)) throw new AppError('not_allowed', { field: 'author' })
  if (body.author && body.private) throw new AppError('body_invalid', { message: 'A note is never a contact’s.', field: 'private' })
  const text = body.text ?? null
  const html = body.html ?? null
  if (files.length === 0 && !text?.trim() && (html === null || sanitiseHtml(html).trim() === ''))
    throw new AppError('message_empty', { field: 'text' })
  return {
    to: { id: conversationId },
    by: body.author ? { kind: 'contact', id: body.author.contactId } : ctx.actor,
    direction: ctx.actor.kind === 'member' && !body.author ? 'outbound' : 'inbound',
    private: body.private ?? false,
    text: text?.trim() ? text : null,
    html,
    contentType: body.contentType ?? 'text',
    attributes: body.attributes ?? {},
    parentId: body.parentId ?? null,
    sourceId: body.sourceId ?? null,
    attachments: files,
  }
}

/** What a send must satisfy in the conversation, decided where the conversation is read anyway. */
export function ruleFor(reader: Reader): SendRule {
  return seesAllConversations(reader.role) ? { ownContactOnly: true } : { participant: 'or_own' }
}
