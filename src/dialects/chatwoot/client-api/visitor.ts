import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { checkAccount } from '../../../core/accounts/check-account.ts'
import type { Core, Ctx } from '../../../core/context.ts'
import { getConversation } from '../../../core/conversations/get-conversation.ts'
import { type Contact, SYSTEM } from '../../../model/author.ts'
import type { Channel, ContactChannel } from '../../../model/channel.ts'
import type { Conversation } from '../../../model/conversation.ts'
import { AppError } from '../../../model/errors.ts'
import type { Db } from '../../../storage/db.ts'
import { findChannelByIdentifier, listContactChannels } from '../../../storage/queries/channels.ts'
import { checkAction } from '../../check-action.ts'
import { createCtx } from '../../requests.ts'
import { getContact } from '../faces/contact-views.ts'
import { sourceIdOf } from '../faces/source-id.ts'
import { findLink } from '../inputs/conversation-query.ts'
import { toPathId } from '../inputs/inputs.ts'

/** Who calls the Client API: somebody in an inbox, known there by a source id or not yet. */
export type Visitor = { channel: Channel; known: KnownVisitor | undefined }
/** `links` are all the contact's in this inbox, the oldest first; `isOnlyLink` says that the contact is known in no inbox but by this one. */
export type KnownVisitor = { contact: Contact; link: ContactChannel; links: ContactChannel[]; isOnlyLink: boolean }

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor
  }
}

export const InboxPath = { inbox_identifier: Type.String() }
export const ContactPath = { ...InboxPath, source_id: Type.String() }
export const ConversationPath = { ...ContactPath, conversation_id: Type.String() }

/**
 * The hook that finds out who calls: the inbox identifier and the source id in the path are the only secrets (chatwoot sheet 2). Refuses with `channel_not_found`,
 * `contact_not_found`, `account_suspended`.
 */
export function visitorFinder(core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const { inbox_identifier: identifier, source_id: sourceId } = request.params as { inbox_identifier: string; source_id?: string }
    const channel = isStorable(identifier) ? await findChannelByIdentifier(core.store, identifier) : undefined
    if (channel?.kind !== 'api') throw new AppError('channel_not_found')
    const { accountId } = channel
    await checkAccount(core, accountId)
    request.ctx = createCtx(core, request, { accountId, actor: SYSTEM, token: null, dialect: 'chatwoot' })
    const known =
      sourceId === undefined || !isStorable(sourceId) ? undefined : await loadVisitor(request.ctx, core.store, channel, sourceId)
    if (sourceId !== undefined && !known) throw new AppError('contact_not_found')
    if (known) request.ctx.actor = { kind: 'contact', id: known.contact.id }
    request.visitor = { channel, known }
    checkAction(request, { door: 'client', role: 'contact', scope: 'api' })
  }
}

/** No store holds a NUL, so nothing is named by one. */
function isStorable(name: string): boolean {
  return !name.includes('\0')
}

/** Two strangers in two inboxes, or one contact under two source ids, may happen on the same Idempotency-Key; a visitor stays the same whoever they become. */
export async function keyVisitor({ ctx, visitor }: FastifyRequest): Promise<void> {
  if (ctx.keyed) ctx.keyed.scope = `${ctx.dialect}:visitor:${visitor.channel.id}:${visitor.known?.link.sourceId ?? ''}`
}

/** Whoever has this source id in an inbox, or undefined. */
export async function loadVisitor(ctx: Ctx, db: Db, channel: Channel, sourceId: string): Promise<KnownVisitor | undefined> {
  const link = await findLink(ctx, db, sourceId, channel.id)
  if (!link) return undefined
  const contact = await getContact(ctx, db, link.contactId)
  const links = await listContactChannels(db, ctx.accountId, [contact.id])
  return { contact, link, links: links.filter((one) => one.channelId === channel.id), isOnlyLink: links.length === 1 }
}

/** The visitor of a path with a source id. */
export function knownOf({ visitor }: FastifyRequest): KnownVisitor {
  if (!visitor.known) throw new AppError('contact_not_found')
  return visitor.known
}

/**
 * Whether a visitor may open a conversation: one begun with their own source id. A contact proven to be who they say may open all of theirs
 * (chatwoot sheet 9), in other inboxes as well where `anywhere`.
 */
export function mayOpen({ channel, known }: Visitor, conversation: Conversation, anywhere = false): boolean {
  if (!known || conversation.contactId !== known.contact.id) return false
  if (known.link.verified && anywhere) return true
  if (conversation.channelId !== channel.id) return false
  return known.link.verified || sourceIdOf(conversation, known.links) === known.link.sourceId
}

/** The conversation of a path, if the visitor may open it. Refuses with `conversation_not_found`. */
export async function openConversation(request: FastifyRequest, options: { anywhere?: boolean; db?: Db } = {}): Promise<Conversation> {
  const { ctx, visitor } = request
  const number = toPathId((request.params as { conversation_id: string }).conversation_id, 'conversation_not_found')
  const conversation = await getConversation(ctx, { number }, options.db)
  if (!mayOpen(visitor, conversation, options.anywhere)) throw new AppError('conversation_not_found')
  return conversation
}
