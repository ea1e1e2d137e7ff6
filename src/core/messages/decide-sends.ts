import type { Attachment } from '../../model/attachment.ts'
import type { AuthorRef } from '../../model/author.ts'
import type { ChannelKind } from '../../model/channel.ts'
import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Message, NewMessage } from '../../model/message.ts'
import type { Participant } from '../../model/participant.ts'
import type { Db } from '../../storage/db.ts'
import type { IdempotencyRecord } from '../../storage/queries/idempotency-keys.ts'
import type { Sends } from '../../storage/queries/messages/sends.ts'
import type { Answer, Keyed } from '../context.ts'
import { conversationEvent, messageEvent } from '../events/new-event.ts'
import { findReplay } from '../idempotency/replay.ts'
import { draftActivity, REOPENED } from './draft-activity.ts'
import { afterMessage, checkSend, draftMessage, type SendRule } from './draft-message.ts'

/** Messages that are sent all or not at all. `render` turns them into the caller's answer. */
export type SendCommand = {
  accountId: number
  actor: AuthorRef
  messages: readonly NewMessage[]
  rule: SendRule
  keyed: Keyed | undefined
  render: Render
}

/** Renders sent messages, in the order in which they were asked for, with the conversations they are in by id. */
export type Render = (db: Db, sent: Sent) => Answer | Promise<Answer>
export type Sent = { messages: Message[]; conversations: ReadonlyMap<number, Conversation> }

/** What is decided of one command: `sent` to be written, the `record` of its first answer, the command of this batch whose `twin` it is, or a refusal. */
export type Decision = { sent: Sent } | { record: IdempotencyRecord } | { twin: Sent } | { refusal: AppError }

/** What was read for the decisions. */
export type SendFacts = {
  records: readonly IdempotencyRecord[]
  conversations: readonly Conversation[]
  /** The senders' own rows. */
  participants: readonly Participant[]
  parents: ReadonlyMap<number, Message>
  /** Kinds of the account's channels by id, where a command asks. */
  channels: ReadonlyMap<number, ChannelKind>
  /** Contacts who are blocked, among those who write into a conversation that is not open. */
  blocked: ReadonlySet<number>
  /** Channels in which a bot answers first, among those of such conversations. */
  bots: ReadonlySet<number>
  /** Channels that hand over what the team says. */
  outbound: ReadonlySet<number>
}

/** `written` is all that is to be written: what was asked for, and the activities that come of it. */
type Drafted = { sent: Sent; written: readonly Message[]; events: Sends['events']; read: ReadonlyMap<string, Participant> }

/** As the commands decided so far have left it. */
type Present = {
  facts: SendFacts
  conversations: Map<number, Conversation>
  byNumber: Map<number, number>
  participants: Map<string, Participant>
  keys: Map<string, { fingerprint: string; sent: Sent }>
}

/**
 * Decides every command of a batch after the one before it, and says what is to be written for all of them. A refused command is refused alone. Pure; messages get
 * their ids when they are written, and files, which name them, after that.
 */
export function decideSends(
  accountId: number,
  facts: SendFacts,
  commands: readonly SendCommand[],
  now: number,
): { decisions: Decision[]; sends: Sends } {
  const present: Present = {
    facts,
    conversations: new Map(facts.conversations.map((one) => [one.id, one])),
    byNumber: new Map(facts.conversations.map((one) => [one.number, one.id])),
    participants: new Map(facts.participants.map((one) => [participantKey(one.conversationId, one.authorId), one])),
    keys: new Map(),
  }
  const sends: Sends = { accountId, at: now, messages: [], events: [], heads: [], participants: [], contacts: new Map() }
  const read = new Map<string, Participant>()
  const decisions = commands.map((command): Decision => {
    try {
      const decided = decideCommand(present, command, now)
      if (!('events' in decided)) return decided
      enter(present, command, decided)
      for (const message of decided.written) sends.messages.push(message)
      for (const event of decided.events) sends.events.push(event)
      for (const [key, participant] of decided.read) read.set(key, participant)
      return { sent: decided.sent }
    } catch (error) {
      if (error instanceof AppError) return { refusal: error }
      throw error
    }
  })
  sends.participants = [...read.values()]
  sends.contacts = new Map(sends.messages.flatMap((m) => (m.author.kind === 'contact' ? [[m.author.id, m.createdAt] as const] : [])))
  for (const before of facts.conversations) {
    const after = present.conversations.get(before.id)
    if (after && after !== before) sends.heads.push({ before, after: { ...after, revision: before.revision + 1 } })
  }
  return { decisions, sends }
}

/** Decides one command. Nothing of it is entered into `present` until all of its messages were accepted. */
function decideCommand(present: Present, command: SendCommand, now: number): Drafted | Decision {
  const { keyed, rule, actor } = command
  if (keyed) {
    const record = findReplay(present.facts.records, keyed)
    if (record) return { record }
    const twin = present.keys.get(`${keyed.scope} ${keyed.key}`)
    if (twin && twin.fingerprint !== keyed.fingerprint) throw new AppError('idempotency_key_reused')
    if (twin) return { twin: twin.sent }
  }
  const touched = new Map<number, Conversation>()
  const read = new Map<string, Participant>()
  const messages: Message[] = []
  const written: Message[] = []
  const events: Sends['events'] = []
  const write = (message: Message, data?: JsonObject) => {
    written.push(message)
    events.push({ event: messageEvent('message.created', message, message.author, data), message })
  }
  for (const input of command.messages) {
    const id = findId(present, input.to)
    const conversation = touched.get(id) ?? present.conversations.get(id)
    const key = rule.participant ? participantKey(id, actor.id) : undefined
    const participant = key === undefined ? undefined : present.participants.get(key)
    const channelKind = conversation && present.facts.channels.get(conversation.channelId)
    const before = checkSend(rule, input, { conversation, participant, channelKind })
    const parent = input.parentId == null ? undefined : present.facts.parents.get(input.parentId)
    const handsOver = present.facts.outbound.has(before.channelId)
    const message = draftMessage(input, before, { parent, handsOver, now })
    if (input.attachments) message.attachments = input.attachments.map((file) => ({ ...file, id: 0, messageId: 0 }))
    const { blocked, bots } = present.facts
    const after = afterMessage(before, message, { blocked: blocked.has(before.contactId ?? 0), bot: bots.has(before.channelId) })
    touched.set(id, after)
    messages.push(message)
    write(message, describeWait(before, after))
    if (after.status !== before.status) {
      const data = { status: [before.status, after.status] }
      events.push({ event: conversationEvent('conversation.updated', after.id, message.author, data) })
      const activity = draftActivity(after, REOPENED, now)
      touched.set(id, activity.conversation)
      write(activity.message)
    }
    // Whoever writes has read up to their own words (ondi sheet 4.2).
    if (participant && key !== undefined) read.set(key, { ...participant, lastReadSeq: message.seq })
  }
  return { sent: { messages, conversations: touched }, written, events, read }
}

/** What a message changes beside itself: whether the customer waits, and when the team first replied. Compared one by one, because every send comes by here. */
function describeWait(before: Conversation, after: Conversation): JsonObject | undefined {
  const waits = before.waitingSince !== after.waitingSince
  const replied = before.firstReplyAt !== after.firstReplyAt
  if (!waits && !replied) return undefined
  return {
    ...(waits && { waitingSince: [before.waitingSince, after.waitingSince] }),
    ...(replied && { firstReplyAt: [before.firstReplyAt, after.firstReplyAt] }),
  }
}

function enter(present: Present, { keyed }: SendCommand, drafted: Drafted): void {
  for (const [id, conversation] of drafted.sent.conversations) present.conversations.set(id, conversation)
  for (const [key, participant] of drafted.read) present.participants.set(key, participant)
  if (keyed) present.keys.set(`${keyed.scope} ${keyed.key}`, { fingerprint: keyed.fingerprint, sent: drafted.sent })
}

/** Gives the files of written messages their ids and says which they are. */
export function nameFiles(messages: readonly Message[], ids: readonly number[]): Attachment[] {
  const files: Attachment[] = []
  for (const message of messages) {
    for (const file of message.attachments) {
      file.messageId = message.id
      file.id = ids[files.length] as number
      files.push(file)
    }
  }
  return files
}

function participantKey(conversationId: number, authorId: number): string {
  return `${conversationId}:${authorId}`
}

function findId(present: Present, ref: ConversationRef): number {
  return 'id' in ref ? ref.id : (present.byNumber.get(ref.number) ?? 0)
}
