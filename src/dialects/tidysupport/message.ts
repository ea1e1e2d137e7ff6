import { Type } from 'typebox'
import type { Ctx } from '../../core/context.ts'
import { preview, textFromHtml } from '../../core/messages/html.ts'
import { isActivity, type Message, type MessageStatus } from '../../model/message.ts'
import { createKeptWires } from '../kept-wires.ts'
import { toWireAttachment, WireAttachment } from './attachment.ts'
import { toWireTime, WireTime } from './times.ts'

export const WireMessageStatus = Type.Enum(['SENT', 'FAILED', 'RETRYING', 'PENDING'])

/** tidysupport sheet 3.3, seed "Message Object". */
export const WireMessage = Type.Object({
  id: Type.String({ description: '`msg_…`' }),
  direction: Type.Enum(['INBOUND', 'OUTBOUND', 'SYSTEM']),
  senderType: Type.Enum(['CUSTOMER', 'AGENT', 'SYSTEM']),
  contentText: Type.String(),
  contentHtml: Type.Union([Type.String(), Type.Null()]),
  contentPreview: Type.String({ description: 'The text on one line, cut after 140 characters' }),
  status: WireMessageStatus,
  attachments: Type.Array(WireAttachment),
  agentId: Type.Union([Type.String(), Type.Null()], { description: '`agt_…`, for outbound messages' }),
  createdAt: WireTime,
  sentAt: Type.Union([WireTime, Type.Null()]),
  isInternalNote: Type.Optional(Type.Literal(true, { description: 'Only on notes (tidysupport sheet 3.4)' })),
})

const DIRECTIONS = { inbound: 'INBOUND', outbound: 'OUTBOUND', system: 'SYSTEM' } as const
const STATUSES = {
  pending: 'PENDING',
  sent: 'SENT',
  delivered: 'SENT',
  read: 'SENT',
  retrying: 'RETRYING',
  failed: 'FAILED',
} as const satisfies Record<MessageStatus, string>

/**
 * A note is the team's, whatever direction another dialect gave it, and is never delivered (tidysupport sheets 3.4, 11a). What Parley itself writes for the
 * team is automatic, and a note as well.
 */
export function toWireMessages(ctx: Ctx, messages: readonly Message[]): ReturnType<typeof toWireMessage>[] {
  return keepWires(messages, noMore, (message) => toWireMessage(ctx, message))
}

/** A message says all that is shown of it. */
const noMore = () => undefined
const keepWires = createKeptWires<ReturnType<typeof toWireMessage>>()

export function toWireMessage(ctx: Ctx, message: Message) {
  const { ids } = ctx.core
  const direction = message.private && !isActivity(message) ? 'outbound' : message.direction
  const senderType = senderTypeOf(direction, message.author.kind)
  const wire = {
    id: ids.toPrefixed('message', message.id),
    direction: DIRECTIONS[direction],
    senderType,
    contentText: message.text ?? '',
    contentHtml: message.html,
    contentPreview: toPreview(message),
    status: toWireStatus(message.status),
    attachments: message.attachments.map((file) => toWireAttachment(ctx, file)),
    agentId: senderType === 'AGENT' ? ids.toPrefixed('member', message.author.id) : null,
    createdAt: toWireTime(message.createdAt),
    sentAt: message.private || message.sentAt === null ? null : toWireTime(message.sentAt),
  }
  return message.private ? { ...wire, isInternalNote: true as const } : wire
}

export function toWireStatus(status: MessageStatus) {
  return STATUSES[status]
}

/** One line of a message, for lists. */
export function toPreview(message: Message): string {
  return preview(message.text || (message.html === null ? '' : textFromHtml(message.html)))
}

/** What an application says in the business's name is automatic: no agent stands behind it. */
function senderTypeOf(direction: Message['direction'], author: Message['author']['kind']) {
  if (direction === 'inbound') return 'CUSTOMER' as const
  return direction === 'outbound' && author === 'member' ? ('AGENT' as const) : ('SYSTEM' as const)
}
