import type { AuthorRef } from '../../model/author.ts'
import type { Channel } from '../../model/channel.ts'
import type { Conversation, ConversationStatus, Priority } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Participant } from '../../model/participant.ts'
import type { Tx } from '../../storage/db.ts'
import { holdChannel, listChannels } from '../../storage/queries/channels.ts'
import { insertConversation } from '../../storage/queries/conversations/conversations.ts'
import { insertParticipants } from '../../storage/queries/conversations/participants.ts'
import { takeConversationNumber } from '../../storage/queries/counters.ts'
import { lockContacts } from '../../storage/queries/people/contacts.ts'
import { teams } from '../../storage/queries/people/teams.ts'
import { ensureContactChannel } from '../channels/ensure-contact-channel.ts'
import type { Ctx } from '../context.ts'
import { conversationEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'

/**
 * Everything may be left out. Without `channelId` it is the account's first channel; where a channel's bot answers first, it is `pending` unless said otherwise. The contact
 * becomes a participant by itself.
 */
export type CreateConversation = {
  channelId?: number
  contactId?: number | null
  applicationId?: number | null
  kind?: string | null
  subject?: string | null
  status?: ConversationStatus
  priority?: Priority | null
  assigneeId?: number | null
  teamId?: number | null
  labels?: string[]
  attributes?: JsonObject
  additional?: JsonObject
  extra?: JsonObject
  snoozedUntil?: number | null
  participants?: { author: AuthorRef; role: string }[]
}

/** Opens a conversation. Refuses with `channel_not_found`, `contact_not_found`, `team_not_found`. */
export async function createConversation(ctx: Ctx, tx: Tx, input: CreateConversation): Promise<Conversation> {
  const { accountId, core, actor } = ctx
  const now = core.now()
  const { id: channelId, botId } = await getChannel(tx, accountId, input.channelId)
  const contactId = input.contactId ?? null
  if (contactId !== null) {
    // Nobody merges or deletes the contact before this conversation is there to be found.
    if ((await lockContacts(tx, accountId, [contactId])).length === 0) throw new AppError('contact_not_found')
    await ensureContactChannel(ctx, tx, { channelId, contactId })
  }
  if (input.teamId != null && !(await teams.lock(tx, accountId, input.teamId))) throw new AppError('team_not_found')
  const [id] = await tx.takeIds(1)
  const conversation: Conversation = {
    id: id as number,
    accountId,
    number: await takeConversationNumber(tx, accountId),
    channelId,
    contactId,
    applicationId: input.applicationId ?? null,
    kind: input.kind ?? null,
    subject: input.subject ?? null,
    status: input.status ?? (botId === null ? 'open' : 'pending'),
    priority: input.priority ?? null,
    assigneeId: input.assigneeId ?? null,
    teamId: input.teamId ?? null,
    labels: [...new Set(input.labels ?? [])],
    attributes: input.attributes ?? {},
    additional: input.additional ?? {},
    extra: input.extra ?? {},
    snoozedUntil: input.snoozedUntil ?? null,
    lastSeq: 0,
    publicCount: 0,
    revision: 0,
    createdAt: now,
    updatedAt: now,
    lastActivityAt: now,
    firstReplyAt: null,
    waitingSince: null,
    agentSeenAt: null,
    assigneeSeenAt: null,
    contactSeenAt: null,
  }
  await insertConversation(tx, conversation)
  const participants = listNewParticipants(conversation, input.participants ?? [], now)
  await insertParticipants(tx, participants)
  const events: NewEvent[] = [
    conversationEvent('conversation.created', conversation.id, actor),
    ...participants.map((one) =>
      conversationEvent('participant.added', conversation.id, actor, {
        authorId: one.authorId,
        authorKind: one.authorKind,
        role: one.role,
      }),
    ),
  ]
  await recordEvents(tx, accountId, now, events)
  return conversation
}

async function getChannel(tx: Tx, accountId: number, wanted: number | undefined): Promise<Channel> {
  const id = wanted ?? (await listChannels(tx, accountId))[0]?.id
  const channel = id === undefined ? undefined : await holdChannel(tx, accountId, id)
  if (!channel) throw new AppError('channel_not_found')
  return channel
}

/** Each author once, the contact first. */
function listNewParticipants(conversation: Conversation, wanted: { author: AuthorRef; role: string }[], now: number): Participant[] {
  const people = new Map<number, { author: AuthorRef; role: string }>()
  if (conversation.contactId !== null)
    people.set(conversation.contactId, { author: { kind: 'contact', id: conversation.contactId }, role: 'member' })
  for (const one of wanted) people.set(one.author.id, one)
  return [...people.values()].map(({ author, role }) => ({
    accountId: conversation.accountId,
    conversationId: conversation.id,
    authorKind: author.kind,
    authorId: author.id,
    role,
    joinedAt: now,
    leftAt: null,
    lastReadSeq: 0,
  }))
}
