import { loadAuthors } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { NewAttachment } from '../../../model/attachment.ts'
import { type AuthorRef, SYSTEM } from '../../../model/author.ts'
import { AppError } from '../../../model/errors.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import type { NewMessage } from '../../../model/message.ts'
import type { Db } from '../../../storage/db.ts'
import { findMessage } from '../../../storage/queries/messages/messages.ts'
import { findMessageBySourceId } from '../../../storage/queries/messages/messages-by-source.ts'
import type { FamilyExtra, MessageType } from '../faces/message.ts'
import type { Profile } from '../profile.ts'
import { hasVariables } from './fill-variables.ts'
import { type EmailFields, fillText, findPlace, hasEmailFields, readEmails } from './message-place.ts'
import { findItemsProblem } from './rich-items.ts'

/** The body of a create call once it was validated; a profile takes a part of these fields, the others are as if absent. */
export type CreateBody = {
  content?: string | null
  message_type?: MessageType | null
  private?: boolean | null
  content_type?: string | null
  content_attributes?: JsonObject | null
  external_created_at?: Json
  source_id?: string | null
  client_message_id?: string | null
  echo_id?: string | null
  attachments?: readonly unknown[] | null
  campaign_id?: number | string | null
  template_params?: JsonObject | null
  sender_type?: string | null
  sender_id?: number | null
} & EmailFields

/** The conversation's number, the files that came with the body, and the transaction in which the conversation began, if it began just now. */
export type CreateIn = { number: number; files: NewAttachment[]; db?: Db }

/**
 * The message a create call asks for. Reads the store only for what few calls carry: an answered message, a bot to speak as, variables to fill in, e-mail
 * addresses. Refuses with `message_empty`, `attachment_invalid`, `body_invalid`.
 */
export async function toNewMessage(ctx: Ctx, profile: Profile, body: CreateBody, of: CreateIn): Promise<NewMessage> {
  const { number, files, db = ctx.core.store } = of
  const bridge: CreateBody = profile.message.takesBridgeFields ? body : {}
  const type = body.message_type ?? 'outgoing'
  let text = body.content ?? null
  if (!profile.message.mayBeEmpty && files.length === 0 && (text === null || text.trim() === '')) {
    throw new AppError('message_empty', { message: 'content is required', field: 'content' })
  }
  if (bridge.attachments && bridge.attachments.filter((one) => one !== '').length > files.length) {
    throw new AppError('attachment_invalid', { message: 'Attachments must be sent as files', field: 'attachments' })
  }
  const contentType = body.content_type ?? 'text'
  let attributes = body.content_attributes ?? {}
  const problem = profile.message.checksItems ? findItemsProblem(contentType, attributes) : undefined
  if (problem !== undefined) throw new AppError('body_invalid', { message: problem, field: 'content_attributes' })
  let parentId: number | null = null
  if ('in_reply_to' in attributes || 'in_reply_to_external_id' in attributes) {
    ;({ attributes, parentId } = await resolveReply(ctx, number, attributes))
  }
  if (bridge.external_created_at != null) attributes = { ...attributes, external_created_at: bridge.external_created_at }
  const by = type === 'activity' ? SYSTEM : type === 'incoming' ? 'contact' : await speakerOf(ctx, bridge)
  const fills = profile.message.fillsVariables && type === 'outgoing' && hasVariables(text)
  const place = fills || hasEmailFields(bridge) ? await findPlace(ctx, db, number) : undefined
  if (place && fills && by !== 'contact') text = await fillText(ctx, db, text ?? '', { ...place, by })
  if (place) attributes = { ...attributes, ...readEmails(bridge, place) }
  return {
    to: { number },
    by,
    direction: type === 'incoming' ? 'inbound' : type === 'outgoing' ? 'outbound' : 'system',
    private: body.private ?? false,
    text,
    html: place?.channel?.kind === 'email' ? (bridge.email_html_content ?? null) : null,
    contentType,
    attributes,
    extra: toExtra(type, bridge),
    parentId,
    sourceId: bridge.source_id || null,
    attachments: files,
  }
}

/** The token's owner, or the bot of the account that the body names (chatwoot sheet 5.3). */
async function speakerOf(ctx: Ctx, body: CreateBody): Promise<AuthorRef> {
  if (body.sender_type !== 'AgentBot' || body.sender_id == null) return ctx.actor
  const named: AuthorRef = { kind: 'member', id: body.sender_id }
  const author = (await loadAuthors(ctx.core, ctx.core.store, ctx.accountId, [named])).get(named.id)
  return author?.kind === 'member' && author.role === 'bot' ? named : ctx.actor
}

/** A template's parameters take the place of a campaign sent together with them (chatwoot sheet 5.3). */
function toExtra(type: MessageType, body: CreateBody): JsonObject {
  const extra: FamilyExtra = {}
  if (type === 'template') extra.message_type = type
  if (body.template_params) extra.additional_attributes = { template_params: body.template_params }
  else if (body.campaign_id != null) extra.additional_attributes = { campaign_id: body.campaign_id }
  return Object.keys(extra).length > 0 ? { chatwoot: extra } : {}
}

/**
 * The message that is answered, by id or by source id, in this conversation only. Both keys become null when there is none
 * (chatwoot sheet 5.3).
 */
async function resolveReply(ctx: Ctx, number: number, given: JsonObject): Promise<{ attributes: JsonObject; parentId: number | null }> {
  const { in_reply_to: id, in_reply_to_external_id: sourceId, ...attributes } = given
  const { accountId, core } = ctx
  const wanted = typeof id === 'number' || (typeof id === 'string' && /^\d{1,15}$/.test(id)) ? Number(id) : undefined
  const found =
    wanted !== undefined && Number.isSafeInteger(wanted)
      ? await findMessage(core.store, accountId, wanted)
      : typeof sourceId === 'string' && sourceId !== ''
        ? await findMessageBySourceId(core.store, accountId, { number }, sourceId)
        : undefined
  if (found?.conversationNumber !== number) {
    return { attributes: { ...attributes, in_reply_to: null, in_reply_to_external_id: null }, parentId: null }
  }
  return { attributes: { ...attributes, in_reply_to_external_id: found.sourceId }, parentId: found.id }
}
