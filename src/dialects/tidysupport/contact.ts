import { Type } from 'typebox'
import type { Ctx } from '../../core/context.ts'
import type { Contact } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import { toWireConversationStatus, toWireSource, WireConversationStatus, WireSource } from './conversation.ts'
import type { ContactThreads } from './load-contact-threads.ts'
import { toWireTime, WireTime } from './times.ts'

const NullableText = Type.Union([Type.String(), Type.Null()])
const NullableTime = Type.Union([WireTime, Type.Null()])
const contactHead = {
  id: Type.String({ description: '`ctc_…`' }),
  email: NullableText,
  name: NullableText,
  avatarUrl: NullableText,
}

/** A contact that was blocked elsewhere; no source says what this vendor calls it. */
export const WireContactStatus = Type.Enum(['ACTIVE', 'BLOCKED'])

/** tidysupport sheet 5.2. The last message is that of the contact's latest conversation. */
export const WireContact = Type.Object({
  ...contactHead,
  phone: NullableText,
  status: WireContactStatus,
  source: Type.Enum(['EMAIL', 'API']),
  lastMessageAt: NullableTime,
  lastMessagePreview: NullableText,
  createdAt: WireTime,
})

/** tidysupport sheet 5.1. */
export const WireContactItem = Type.Object({
  contact: Type.Object({ ...contactHead, lastMessageAt: NullableTime, lastMessagePreview: NullableText }),
  latestThread: Type.Union([
    Type.Object({
      id: Type.String({ description: '`thd_…`' }),
      status: WireConversationStatus,
      source: WireSource,
      lastMessageAt: WireTime,
      lastMessagePreview: Type.String(),
      unreadCount: Type.Integer({ description: 'Customer messages since the team last looked' }),
    }),
    Type.Null(),
  ]),
  threadCount: Type.Integer(),
})

/** The id in a path; anything else is an unknown contact, in the words of whoever asks. */
export function contactIdOf(ctx: Ctx, text: string, message?: string): number {
  const id = ctx.core.ids.fromPrefixed('contact', text)
  if (id === undefined) throw new AppError('contact_not_found', { message })
  return id
}

export function toWireContactStatus(contact: Contact): 'ACTIVE' | 'BLOCKED' {
  return contact.blocked ? 'BLOCKED' : 'ACTIVE'
}

export function toWireContact(ctx: Ctx, contact: Contact, threads: ContactThreads | undefined) {
  const { id, email, name, avatarUrl, lastMessageAt, lastMessagePreview } = toWireContactItem(ctx, contact, threads).contact
  return {
    id,
    email,
    name,
    avatarUrl,
    phone: contact.phone,
    status: toWireContactStatus(contact),
    source: contact.email === null ? ('API' as const) : ('EMAIL' as const),
    lastMessageAt,
    lastMessagePreview,
    createdAt: toWireTime(contact.createdAt),
  }
}

export function toWireContactItem(ctx: Ctx, contact: Contact, threads: ContactThreads | undefined) {
  const { ids } = ctx.core
  const last = threads && { lastMessageAt: toWireTime(threads.preview.at), lastMessagePreview: threads.preview.text }
  return {
    contact: {
      id: ids.toPrefixed('contact', contact.id),
      email: contact.email,
      name: contact.name,
      avatarUrl: contact.avatarUrl,
      lastMessageAt: last?.lastMessageAt ?? null,
      lastMessagePreview: last?.lastMessagePreview ?? null,
    },
    latestThread:
      threads && last
        ? {
            id: ids.toPrefixed('conversation', threads.latest.id),
            status: toWireConversationStatus(threads.latest.status),
            source: toWireSource(threads.latest, threads.channel),
            ...last,
            unreadCount: threads.unread,
          }
        : null,
    threadCount: threads?.count ?? 0,
  }
}
