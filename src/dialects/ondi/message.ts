import { type Static, Type } from 'typebox'
import type { Authors } from '../../core/authors.ts'
import type { Ctx } from '../../core/context.ts'
import { AppError } from '../../model/errors.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Message, NewMessage } from '../../model/message.ts'
import { createKeptWires } from '../kept-wires.ts'
import { toAppError } from '../to-app-error.ts'
import { toWireFiles } from './files.ts'
import { Instant, Nullable, Uuid } from './schemas.ts'
import { toInstant } from './time.ts'
import { toWireSender, WireSender } from './user.ts'

/** What clients may send (ondi sheet 4.2); `html` is the server's own. */
const CLIENT_TYPES = ['text', 'image', 'file', 'audio', 'video', 'location'] as const
const MAX_CONTENT = 10_000

/** ondi sheet 2, Objects. */
export const WireMessage = Type.Object({
  id: Uuid,
  conversation_id: Uuid,
  sender_id: Nullable(Type.String({ format: 'uuid', description: 'null only for messages of the server itself' })),
  sender: Nullable(WireSender),
  message_type: Type.Enum([...CLIENT_TYPES, 'html']),
  content: Nullable(Type.String()),
  content_url: Nullable(Type.String()),
  metadata: Nullable(Type.Object({})),
  parent_message_id: Nullable(Uuid),
  created_at: Instant,
  updated_at: Instant,
})
export type WireMessage = Static<typeof WireMessage>

/** ondi sheet 4.2, the seed's five keys. Unknown keys are ignored. */
export const SendBody = Type.Object({
  message_type: Type.Optional(Type.Enum(CLIENT_TYPES, { default: 'text' })),
  content: Type.Optional(Nullable(Type.String({ maxLength: MAX_CONTENT, description: 'Required and not blank for `text`' }))),
  content_url: Type.Optional(Nullable(Type.String({ description: 'Absolute http or https URL; required for media types' }))),
  metadata: Type.Optional(Nullable(Type.Object({}, { description: 'Any JSON object' }))),
  parent_message_id: Type.Optional(Nullable(Type.String({ description: 'UUID of a message of the same conversation' }))),
})
export type SendBody = Static<typeof SendBody>

/** What a refused field of a send should have been. */
const RULES: Record<string, string> = {
  message_type: `message_type must be one of ${CLIENT_TYPES.join(', ')}`,
  content: `content must be a string of at most ${MAX_CONTENT.toLocaleString('en')} characters`,
  content_url: 'content_url must be an absolute http or https URL',
  metadata: 'metadata must be an object',
  parent_message_id: 'parent_message_id must be the UUID of a message',
}

/** The refusal of a body that is not a `SendBody`, from what its schema found wrong (ondi sheet 4.2 and 5). */
export function toBodyError(failure: Error, body: unknown): AppError {
  if (body == null) return refuse('content', 'Message content is required')
  const { message_type: type } = body as { message_type?: unknown }
  if (type === 'html') return refuse('message_type', 'message_type html cannot be sent by clients')
  const error = toAppError(failure)
  const rule = error.code === 'body_invalid' && error.field !== undefined ? RULES[error.field] : undefined
  return rule === undefined ? error : refuse(error.field, rule)
}

/** What a message says only in this vendor's words, kept beside it; a key that says nothing is left out. */
type OndiExtra = { message_type?: SendBody['message_type']; content_url?: string; metadata?: JsonObject }

/**
 * The message to send into a conversation. Refuses a text without content, a media message without a URL, and a parent id this installation
 * never gave out; whether the parent is in the conversation is decided with the send.
 */
export function fromWireMessage(ctx: Ctx, conversationId: number, body: SendBody): NewMessage {
  const type = body.message_type ?? 'text'
  const text = body.content ?? null
  checkContent(type, body)
  const extra: OndiExtra = {}
  if (type !== 'text') extra.message_type = type
  if (body.content_url != null) extra.content_url = body.content_url
  if (body.metadata != null) extra.metadata = body.metadata as JsonObject
  return {
    to: { id: conversationId },
    by: ctx.actor,
    direction: ctx.actor.kind === 'contact' ? 'inbound' : 'outbound',
    text,
    extra: Object.keys(extra).length > 0 ? { ondi: extra as JsonObject } : {},
    parentId: parentOf(ctx, body.parent_message_id),
  }
}

function checkContent(type: string, body: SendBody): void {
  const says = body.content != null && body.content.trim() !== ''
  if (body.content_url != null && !isWebUrl(body.content_url)) throw refuse('content_url', RULES.content_url)
  if (type === 'text' || type === 'location') {
    // A location may stand in `metadata` alone.
    const placed = type === 'location' && (body.metadata != null || body.content_url != null)
    if (!says && !placed) throw refuse('content', 'Message content is required')
  } else if (body.content_url == null) throw refuse('content_url', `content_url is required for message_type ${type}`)
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
}

function parentOf(ctx: Ctx, uuid: string | null | undefined): number | null {
  if (uuid == null) return null
  const id = ctx.core.ids.fromUuid('message', uuid)
  if (id === undefined) throw new AppError('parent_not_found', { field: 'parent_message_id' })
  return id
}

function refuse(field: string | undefined, message: string | undefined): AppError {
  return new AppError('body_invalid', { message, field })
}

const keepWires = createKeptWires<WireMessage>()

/** Messages of one conversation; what they share (the conversation's UUID, each sender) is made once. */
export function toWireMessages(ctx: Ctx, conversationId: number, authors: Authors, messages: readonly Message[]): WireMessage[] {
  const { ids } = ctx.core
  let conversation: string | undefined
  const senders = new Map<number, { id: string; sender: WireSender | null }>()

  function senderOf(authorId: number) {
    let known = senders.get(authorId)
    if (!known) {
      const id = ids.toUuid('author', authorId)
      known = { id, sender: toWireSender(id, authors.get(authorId)) }
      senders.set(authorId, known)
    }
    return known
  }

  return keepWires(messages, (message) => authors.get(message.author.id), toWire)

  function toWire(message: Message): WireMessage {
    const ownWords = (message.extra.ondi ?? {}) as OndiExtra
    const from = message.author.kind === 'system' ? undefined : senderOf(message.author.id)
    const createdAt = toInstant(message.createdAt)
    conversation ??= ids.toUuid('conversation', conversationId)
    // HTML is shown only where the server itself wrote it (ondi sheet 4.10); what others formatted appears as its text.
    const html = message.direction === 'system' ? message.html : null
    const files = message.attachments.length === 0 ? undefined : toWireFiles(ctx, message)
    return {
      id: ids.toUuid('message', message.id),
      conversation_id: conversation,
      sender_id: from?.id ?? null,
      sender: from?.sender ?? null,
      message_type: html === null ? (ownWords.message_type ?? files?.message_type ?? 'text') : 'html',
      content: html ?? message.text,
      content_url: ownWords.content_url ?? files?.content_url ?? null,
      metadata: ownWords.metadata ?? files?.metadata ?? null,
      parent_message_id: message.parentId === null ? null : ids.toUuid('message', message.parentId),
      created_at: createdAt,
      updated_at: message.editedAt === null ? createdAt : toInstant(message.editedAt),
    }
  }
}
