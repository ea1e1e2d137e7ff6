import { loadAuthor } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { LogEvent } from '../../../model/event.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Noticed, Told } from '../../dialect.ts'
import { toWireContact } from '../contact.ts'
import { toWireConversationStatus, toWireSource } from '../conversation.ts'
import { toWireMessage } from '../message.ts'
import { toPreciseTime } from '../times.ts'
import { TEST } from './event-names.ts'

/** The envelope of a delivery (tidysupport sheet 7.2). */
export async function render(ctx: Ctx, { noticed, name }: Told): Promise<JsonObject | undefined> {
  const payload = name === TEST ? {} : await toPayload(ctx, noticed)
  return payload && { event: toEventName(name, noticed), version: 1, timestamp: toPreciseTime(noticed.event.createdAt), payload }
}

/** Subscribed to in capitals, delivered with a dot; what a customer wrote is `message.received`. */
function toEventName(name: string, { message }: Noticed): string {
  if (name === 'MESSAGE_CREATED' && message?.direction === 'inbound' && !message.private) return 'message.received'
  return name.toLowerCase().replace('_', '.')
}

/** What it is about; undefined once that is gone. */
async function toPayload(ctx: Ctx, noticed: Noticed): Promise<JsonObject | undefined> {
  const { event } = noticed
  if (event.type === 'contact.created') return toContactPayload(ctx, event)
  return event.messageId === null ? toConversationPayload(ctx, noticed) : toMessagePayload(ctx, noticed)
}

/** The sampled envelope has the first three; the rest is what a conversation says elsewhere in this API. */
function toConversationPayload({ core: { ids }, accountId }: Ctx, { conversation, channel }: Noticed): JsonObject | undefined {
  if (!conversation) return undefined
  return {
    conversation: {
      id: ids.toPrefixed('conversation', conversation.id),
      workspaceId: ids.toPrefixed('account', accountId),
      contactId: conversation.contactId === null ? null : ids.toPrefixed('contact', conversation.contactId),
      channelId: ids.toPrefixed('channel', conversation.channelId),
      status: toWireConversationStatus(conversation.status),
      source: toWireSource(conversation, channel),
      subject: conversation.subject,
      assignedToId: conversation.assigneeId === null ? null : ids.toPrefixed('member', conversation.assigneeId),
    },
  }
}

function toMessagePayload(ctx: Ctx, { message, conversation }: Noticed): JsonObject | undefined {
  if (!conversation || message?.deletedAt !== null) return undefined
  const conversationId = ctx.core.ids.toPrefixed('conversation', conversation.id)
  return { message: { ...toWireMessage(ctx, message), conversationId } }
}

/** A contact who was just made has no conversations yet. */
async function toContactPayload(ctx: Ctx, { subjectId }: LogEvent): Promise<JsonObject | undefined> {
  const contact = await loadAuthor(ctx.core, ctx.core.store, ctx.accountId, { kind: 'contact', id: subjectId ?? 0 })
  return contact?.kind === 'contact' ? { contact: toWireContact(ctx, contact, undefined) } : undefined
}
