import type { Attachment } from '../../model/attachment.ts'
import type { AuthorRef } from '../../model/author.ts'
import type { ChannelKind } from '../../model/channel.ts'
import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Message, NewMessage } from '../../model/message.ts'
import type { Participant } from '../../model/participant.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { insertAttachments } from '../../storage/queries/attachments.ts'
import { listChannels } from '../../storage/queries/channels.ts'
import { touchContacts } from '../../storage/queries/contacts.ts'
import { lockConversations, updateAfterSend } from '../../storage/queries/conversations.ts'
import { findIdempotencyRecords, insertIdempotencyRecords } from '../../storage/queries/idempotency-keys.ts'
import { findMessages, insertMessages } from '../../storage/queries/messages.ts'
import { findParticipants, updateParticipants } from '../../storage/queries/participants.ts'
import type { Answer, Core, Keyed } from '../context.ts'
import { conversationEvent, messageEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { findReplay, toRecord } from '../idempotency/replay.ts'
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

/** What became of one command: `sent` still to be rendered, an answer that was kept already, or a refusal. */
export type Outcome = { sent: Sent } | { answer: Answer } | { refusal: AppError }

/**
 * Sends many commands of one account in one transaction: reads what all of them need in one go, decides for each with a pure function, and writes
 * all of it at once. A refused command is refused alone. Seqs are taken under the conversations' locks and positions last, so neither has gaps.
 */
export async function sendBatch(core: Core, tx: Tx, accountId: number, commands: readonly SendCommand[]): Promise<Outcome[]> {
  const now = core.now()
  const work = await readWork(core, tx, accountId, commands)
  const outcomes: Outcome[] = []
  const drafted: Drafted[] = []
  for (const command of commands) {
    try {
      const draft = await draftCommand(work, command, now)
      if ('answer' in draft) outcomes.push(draft)
      else {
        drafted.push(draft)
        outcomes.push({ sent: draft.sent })
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      outcomes.push({ refusal: error })
    }
  }
  await writeDrafts(tx, accountId, work, drafted, now)
  await keepAnswers(tx, accountId, commands, outcomes, now)
  return outcomes
}

type Work = {
  core: Core
  tx: Tx
  ids: number[]
  idsTaken: number
  records: Awaited<ReturnType<typeof findIdempotencyRecords>>
  /** By id; the newest state, as the commands before have left it. */
  conversations: Map<number, Conversation>
  byNumber: Map<number, number>
  participants: Map<string, Participant>
  parents: Map<number, Message>
  /** Kinds of the account's channels by id, read only when a command asks. */
  channels: Map<number, ChannelKind>
  /** Keys seen in this batch, with the outcome of the first command that used them. */
  keys: Map<string, { fingerprint: string; sent: Sent }>
}

type Drafted = { sent: Sent; events: NewEvent[]; touched: Conversation[]; read: Participant[]; files: Attachment[] }

async function readWork(core: Core, tx: Tx, accountId: number, commands: readonly SendCommand[]): Promise<Work> {
  const messages = commands.flatMap((command) => command.messages)
  const keys = commands.flatMap((command) => (command.keyed ? [command.keyed.key] : []))
  const fileCount = messages.reduce((sum, message) => sum + (message.attachments?.length ?? 0), 0)
  const parentIds = messages.flatMap((message) => (message.parentId == null ? [] : [message.parentId]))
  const refs = messages.map((message) => message.to)
  const asksChannel = commands.some((command) => command.rule.inboundInApiOnly && command.messages.some((m) => m.direction === 'inbound'))
  // Asked for at once, so that PostgreSQL is sent all of it in one go. Ids are taken after the conversations' locks, so they grow with seq
  // whichever process sends.
  const [records, found, ids, parents, channels] = await Promise.all([
    keys.length > 0 ? findIdempotencyRecords(tx, accountId, keys) : [],
    lockConversations(tx, accountId, refs),
    tx.takeIds(messages.length + fileCount),
    findMessages(tx, accountId, parentIds),
    asksChannel ? listChannels(tx, accountId) : [],
  ])
  const conversationIds = found.map((conversation) => conversation.id)
  const senders = commands.filter((command) => command.rule.participant).map((command) => command.actor.id)
  const participants = senders.length > 0 ? await findParticipants(tx, accountId, conversationIds, [...new Set(senders)]) : []
  return {
    core,
    tx,
    ids,
    idsTaken: 0,
    records,
    conversations: new Map(found.map((conversation) => [conversation.id, conversation])),
    byNumber: new Map(found.map((conversation) => [conversation.number, conversation.id])),
    participants: new Map(participants.map((one) => [`${one.conversationId}:${one.authorId}`, one])),
    parents: new Map(parents.map((parent) => [parent.id, parent])),
    channels: new Map(channels.map((channel) => [channel.id, channel.kind])),
    keys: new Map(),
  }
}

/** Decides one command. Nothing of it is entered into `work` until all of its messages were accepted. */
async function draftCommand(work: Work, command: SendCommand, now: number): Promise<Drafted | { answer: Answer }> {
  const { keyed } = command
  if (keyed) {
    const record = findReplay(work.records, keyed)
    if (record) return { answer: await replayAnswer(work, command, record) }
    const twin = work.keys.get(`${keyed.scope} ${keyed.key}`)
    if (twin) {
      if (twin.fingerprint !== keyed.fingerprint) throw new AppError('idempotency_key_reused')
      return { answer: await command.render(work.tx, twin.sent) }
    }
  }
  const touched = new Map<number, Conversation>()
  const read = new Map<number, Participant>()
  const draft: Drafted = { sent: { messages: [], conversations: touched }, events: [], touched: [], read: [], files: [] }
  for (const input of command.messages) {
    const id = findId(work, input.to)
    const conversation = touched.get(id) ?? work.conversations.get(id)
    const participant = work.participants.get(`${id}:${command.actor.id}`)
    const channelKind = conversation && work.channels.get(conversation.channelId)
    const before = checkSend(command.rule, input, { conversation, participant, channelKind })
    const parent = input.parentId == null ? undefined : work.parents.get(input.parentId)
    const message = draftMessage(input, before, parent, takeId(work), now)
    message.attachments = (input.attachments ?? []).map((file) => ({ ...file, id: takeId(work), messageId: message.id }))
    const after = afterMessage(before, message)
    touched.set(id, after)
    draft.sent.messages.push(message)
    draft.files.push(...message.attachments)
    draft.events.push(messageEvent('message.created', message, message.author))
    if (after.status !== before.status) {
      const data = { status: [before.status, after.status] }
      draft.events.push(conversationEvent('conversation.updated', after.id, message.author, data))
    }
    // Whoever writes has read up to their own words (ondi sheet 4.2).
    if (participant) read.set(id, { ...participant, lastReadSeq: message.seq })
  }
  for (const [id, conversation] of touched) work.conversations.set(id, conversation)
  for (const [id, participant] of read) work.participants.set(`${id}:${command.actor.id}`, participant)
  draft.touched = [...touched.values()]
  draft.read = [...read.values()]
  if (keyed) work.keys.set(`${keyed.scope} ${keyed.key}`, { fingerprint: keyed.fingerprint, sent: draft.sent })
  return draft
}

/** The answer kept for a key; when a message in it was edited or deleted since, the messages as they are now. */
async function replayAnswer(work: Work, command: SendCommand, record: Work['records'][number]): Promise<Answer> {
  if (record.answer !== null || record.messageIds.length === 0) return { status: record.status, body: record.answer }
  const found = await findMessages(work.tx, command.accountId, record.messageIds)
  const messages = record.messageIds.flatMap((id) => found.find((message) => message.id === id) ?? [])
  return command.render(work.tx, { messages, conversations: work.conversations })
}

/** Smallest first: in a conversation ids grow with seq. */
function takeId(work: Work): number {
  const id = work.ids[work.idsTaken++]
  if (id === undefined) throw new Error('a batch needs more ids than it took')
  return id
}

function findId(work: Work, ref: ConversationRef): number {
  return 'id' in ref ? ref.id : (work.byNumber.get(ref.number) ?? 0)
}

async function writeDrafts(tx: Tx, accountId: number, work: Work, drafted: readonly Drafted[], now: number): Promise<void> {
  if (drafted.length === 0) return
  const messages = drafted.flatMap((draft) => draft.sent.messages)
  const touched = new Set(drafted.flatMap((draft) => draft.touched.map((conversation) => conversation.id)))
  const conversations = [...touched].flatMap((id) => work.conversations.get(id) ?? [])
  // Clustered on the conversation: neighbours are written side by side.
  if (messages.length > 1) messages.sort((a, b) => a.conversationId - b.conversationId || a.seq - b.seq)
  const files = drafted.flatMap((draft) => draft.files)
  const read = new Map(drafted.flatMap((draft) => draft.read.map((one) => [`${one.conversationId}:${one.authorId}`, one])))
  const spoke = new Map(messages.flatMap((m) => (m.author.kind === 'contact' ? [[m.author.id, m.createdAt] as const] : [])))
  const events = drafted.flatMap((draft) => draft.events)
  // In this order, and sent in one go: the account's counter is locked last.
  await Promise.all([
    insertMessages(tx, messages),
    updateAfterSend(tx, conversations),
    insertAttachments(tx, accountId, files),
    updateParticipants(tx, [...read.values()]),
    touchContacts(tx, accountId, spoke),
    recordEvents(tx, accountId, now, events),
  ])
}

/** Renders and keeps the answers of keyed commands, in the transaction that made them true. */
async function keepAnswers(tx: Tx, accountId: number, commands: readonly SendCommand[], outcomes: Outcome[], now: number): Promise<void> {
  const records: ReturnType<typeof toRecord>[] = []
  for (const [index, command] of commands.entries()) {
    const outcome = outcomes[index]
    if (!command.keyed || !outcome || !('sent' in outcome)) continue
    const answer = await command.render(tx, outcome.sent)
    const messageIds = outcome.sent.messages.map((message) => message.id)
    records.push(toRecord(command.keyed, { ...answer, messageIds }, now))
    outcomes[index] = { answer }
  }
  if (records.length > 0) await insertIdempotencyRecords(tx, accountId, records)
}
