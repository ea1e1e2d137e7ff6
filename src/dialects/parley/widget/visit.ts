import { type Static, Type } from 'typebox'
import { loadAuthors } from '../../../core/authors.ts'
import type { Ctx } from '../../../core/context.ts'
import { loadReach } from '../../../core/conversations/load-reach.ts'
import { listMessages } from '../../../core/messages/list-messages.ts'
import type { Contact, Member } from '../../../model/author.ts'
import type { Channel } from '../../../model/channel.ts'
import type { Conversation } from '../../../model/conversation.ts'
import { seesChannel } from '../../../model/reach.ts'
import { findParticipant } from '../../../storage/queries/conversations/participants.ts'
import { seekSeq } from '../../../storage/queries/messages/messages.ts'
import { Id, Nullable, Time } from '../wire.ts'
import { toWireConversation, WireConversation } from '../wires/conversation.ts'
import { WireMessage } from '../wires/message.ts'
import { nameOf } from '../wires/participant.ts'
import { WireWidget } from './widget-settings.ts'

/** More are not counted: nobody reads a badge with two digits. */
const MAX_UNREAD = 20
const MAX_NAMES = 3

export const VisitorContact = Type.Object({ id: Id, name: Nullable(Type.String()) })
export const VisitorConversation = Type.Object({
  ...WireConversation.properties,
  lastReadSeq: Type.Integer({ minimum: 0, description: 'The seq of the newest message the visitor has read' }),
  seenSeq: Type.Integer({ minimum: 0, description: 'Up to which seq the team has seen it' }),
  unread: Type.Integer({ minimum: 0, maximum: MAX_UNREAD, description: 'What the team has said since' }),
})
export const WireTeam = Type.Object({
  online: Type.Boolean({ description: 'Whether somebody of the team is there' }),
  names: Type.Array(Type.String(), { maxItems: MAX_NAMES, description: 'Some of those who are, as customers see them' }),
})

/** What a widget begins with. */
export const WireVisit = Type.Object({
  token: Type.String({ description: 'Of a contact it is a Bearer token of this API, good for this channel alone' }),
  expiresAt: Time,
  contact: Nullable(VisitorContact),
  conversation: Nullable(VisitorConversation),
  channel: WireWidget,
  team: WireTeam,
})
/** What it is answered when its visitor writes. */
export const WireSent = Type.Object({ expiresAt: Time, contact: VisitorContact, conversation: WireConversation, message: WireMessage })

/** Not even the address a visitor has given is told: whether it was entered would tell whether somebody else has it. */
export function toVisitorContact({ id, name }: Contact): Static<typeof VisitorContact> {
  return { id, name }
}

export async function toVisitorConversation(
  ctx: Ctx,
  contact: Contact,
  conversation: Conversation,
): Promise<Static<typeof VisitorConversation>> {
  const own = await findParticipant(ctx.core.store, ctx.accountId, conversation.id, contact.id)
  const lastReadSeq = own?.lastReadSeq ?? 0
  const page = { order: 'newest', limit: MAX_UNREAD, afterSeq: lastReadSeq, deleted: false, system: true } as const
  const since = await listMessages({ ...ctx, actor: { kind: 'contact', id: contact.id } }, conversation, page)
  const unread = since.filter(({ direction }) => direction !== 'inbound').length
  const seenSeq = await findSeenSeq(ctx, conversation)
  return { ...toWireConversation(conversation, { role: 'contact', id: contact.id }), lastReadSeq, seenSeq, unread }
}

async function findSeenSeq({ core, accountId }: Ctx, { id, lastSeq, agentSeenAt }: Conversation): Promise<number> {
  if (agentSeenAt === null) return 0
  return (await seekSeq(core.store, { accountId, conversationId: id, lastSeq }, 'created_at', agentSeenAt + 1)) - 1
}

/** Who of those who answer in a channel is there just now and has not said to be busy; `offline` is what everybody is who has said nothing. */
export async function toWireTeam({ core, accountId }: Ctx, channel: Channel): Promise<Static<typeof WireTeam>> {
  const present = core.presence.list(accountId).filter(({ kind }) => kind === 'member')
  const authors = await loadAuthors(core, core.store, accountId, present)
  const there: Member[] = []
  for (const one of authors.values()) {
    if (one.kind !== 'member' || one.role === 'bot' || one.availability === 'busy') continue
    if (seesChannel(await loadReach(core, one), channel.id)) there.push(one)
  }
  return { online: there.length > 0, names: there.flatMap((one) => nameOf(one) ?? []).slice(0, MAX_NAMES) }
}
