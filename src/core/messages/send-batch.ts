import { type Attachment, blobKeysOf } from '../../model/attachment.ts'
import type { Conversation, ConversationRef } from '../../model/conversation.ts'
import { AppError } from '../../model/errors.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { findBotChannels, listChannels } from '../../storage/queries/channels.ts'
import { findConversations, lockConversations } from '../../storage/queries/conversations/conversations.ts'
import { findParticipants } from '../../storage/queries/conversations/participants.ts'
import { findIdempotencyRecords, type IdempotencyRecord, insertIdempotencyRecords } from '../../storage/queries/idempotency-keys.ts'
import { insertAttachments } from '../../storage/queries/messages/attachments.ts'
import { nameLooseBlobs } from '../../storage/queries/messages/loose-blobs.ts'
import { findMessages } from '../../storage/queries/messages/messages.ts'
import { type Sends, writeSends, writeSendsWithin } from '../../storage/queries/messages/sends.ts'
import { findBlockedContacts } from '../../storage/queries/people/contacts.ts'
import { loadOutboundChannels } from '../channels/outbound-channels.ts'
import type { Answer, Core } from '../context.ts'
import { keepConversation, keptConversation } from '../conversations/recent.ts'
import { toRecord } from '../idempotency/replay.ts'
import { type Decision, decideSends, nameFiles, type SendCommand, type SendFacts, type Sent } from './decide-sends.ts'
import { reopens } from './draft-message.ts'

/** What became of one command: `sent` still to be rendered, an answer that was kept already, or a refusal. */
export type Outcome = { sent: Sent } | { answer: Answer } | { refusal: AppError }

/** Whether a command asks for nothing but messages. All commands of a batch do, or none of them. */
export function isPlain(command: SendCommand): boolean {
  return command.keyed === undefined && command.messages.every(({ attachments = [] }) => attachments.length === 0)
}

/**
 * Sends many commands of one account, all in one transaction, and resolves once it is durable. Plain ones are decided on the conversations as they were last known, and
 * written at once on the condition that those stand at the same revision; where one does not, all is read and decided again under locks. A refusal writes nothing that
 * could be checked, so whatever refuses is read before it does. Commands that are to be remembered by their key, or carry files, take
 * locks from the start, and so does a customer's word that takes up what was closed: whether it goes to a bot rests on the channel.
 */
export async function sendBatch(core: Core, accountId: number, commands: readonly SendCommand[]): Promise<Outcome[]> {
  const { store, recent } = core
  if (!commands.every(isPlain)) return store.tx((tx) => sendBatchWithin(core, tx, accountId, commands))
  const known = await findKnown(core, accountId, refsOf(commands))
  if (takesUp(commands, known)) return store.tx((tx) => sendBatchWithin(core, tx, accountId, commands))
  const decide = async (on: Conversation[]) =>
    decideSends(accountId, await readFacts(core, store, { accountId, commands, conversations: on }), commands, core.now())
  let { decisions, sends } = await decide(known)
  const refused = commands.filter((_command, index) => 'refusal' in (decisions[index] as Decision))
  if (refused.length > 0) {
    const fresh = new Map((await findConversations(store, accountId, refsOf(refused))).map((one) => [one.id, one]))
    for (const conversation of fresh.values()) keepConversation(recent, conversation)
    const present = known.map((one) => fresh.get(one.id) ?? one)
    if (takesUp(commands, present)) return store.tx((tx) => sendBatchWithin(core, tx, accountId, commands))
    ;({ decisions, sends } = await decide(present))
  }
  if (!(await writeSends(store, sends))) {
    for (const { before } of sends.heads) recent.conversations.delete(before.id)
    return store.tx((tx) => sendBatchWithin(core, tx, accountId, commands))
  }
  for (const { after } of sends.heads) keepConversation(recent, after)
  return decisions as Outcome[] // without keys there are neither records nor twins
}

/** Whether a customer takes up what was closed. */
function takesUp(commands: readonly SendCommand[], conversations: readonly Conversation[]): boolean {
  return conversations.some(reopens) && commands.some(({ messages }) => messages.some(({ direction }) => direction === 'inbound'))
}

function refsOf(commands: readonly SendCommand[]): ConversationRef[] {
  return commands.flatMap((command) => command.messages.map((message) => message.to))
}

/** The conversations as they were last known; those that are not known are read. */
async function findKnown({ store, recent }: Core, accountId: number, refs: readonly ConversationRef[]): Promise<Conversation[]> {
  const found = new Map<number, Conversation>()
  const missing: ConversationRef[] = []
  for (const ref of refs) {
    const known = keptConversation(recent, accountId, ref)
    if (known) found.set(known.id, known)
    else missing.push(ref)
  }
  if (missing.length > 0) {
    for (const conversation of await findConversations(store, accountId, missing)) {
      keepConversation(recent, conversation)
      found.set(conversation.id, conversation)
    }
  }
  return [...found.values()]
}

/**
 * The same inside of a transaction, and as a part of it: what it needs is locked and read, decided, and written. Seqs are taken under the conversations' locks and
 * positions last, so neither has gaps.
 */
export async function sendBatchWithin(core: Core, tx: Tx, accountId: number, commands: readonly SendCommand[]): Promise<Outcome[]> {
  const conversations = await lockConversations(tx, accountId, refsOf(commands))
  const facts = await readFacts(core, tx, { accountId, commands, conversations })
  const { decisions, sends } = decideSends(accountId, facts, commands, core.now())
  await writeSendsWithin(tx, sends)
  const files = sends.messages.reduce((sum, message) => sum + message.attachments.length, 0)
  if (files > 0) await writeFiles(tx, accountId, nameFiles(sends.messages, await tx.takeIds(files)))
  tx.afterCommit(() => {
    for (const { after } of sends.heads) keepConversation(core.recent, after)
  })
  return answerKeyed(tx, commands, decisions, sends, facts)
}

/** From here on messages name the files; one whose bytes were given up meanwhile cannot be sent. */
async function writeFiles(tx: Tx, accountId: number, files: readonly Attachment[]): Promise<void> {
  await insertAttachments(tx, accountId, files)
  const keys = files.flatMap(blobKeysOf)
  if ((await nameLooseBlobs(tx, accountId, keys)) !== keys.length) throw new AppError('unavailable')
}

/** What the decisions need beside the conversations, asked for at once, so that PostgreSQL is sent all of it in one go. */
async function readFacts(
  core: Core,
  db: Db,
  { accountId, commands, conversations }: { accountId: number; commands: readonly SendCommand[]; conversations: Conversation[] },
): Promise<SendFacts> {
  const keys: string[] = []
  const parentIds: number[] = []
  const senders = new Set<number>()
  let asksChannel = false
  let isInbound = false
  let isOutbound = false
  for (const { keyed, rule, actor, messages } of commands) {
    if (keyed) keys.push(keyed.key)
    if (rule.participant) senders.add(actor.id)
    for (const message of messages) {
      if (message.parentId != null) parentIds.push(message.parentId)
      if (message.direction === 'inbound') isInbound = true
      if (message.direction === 'outbound') isOutbound = true
      if (rule.inboundInApiOnly && message.direction === 'inbound') asksChannel = true
    }
  }
  const ids = conversations.map((conversation) => conversation.id)
  const closed = isInbound ? conversations.filter(reopens) : []
  const [records, participants, parents, channels, blocked, bots, outbound] = await Promise.all([
    keys.length > 0 ? findIdempotencyRecords(db, accountId, keys) : [],
    senders.size > 0 && ids.length > 0 ? findParticipants(db, accountId, ids, [...senders]) : [],
    parentIds.length > 0 ? findMessages(db, accountId, parentIds) : [],
    asksChannel ? listChannels(db, accountId) : [],
    closed.length > 0 ? findBlockedContacts(db, accountId, unique(closed.flatMap((one) => one.contactId ?? []))) : [],
    closed.length > 0 ? findBotChannels(db, accountId, unique(closed.map((one) => one.channelId))) : [],
    isOutbound ? loadOutboundChannels(core, db, accountId, unique(conversations.map((one) => one.channelId))) : NONE,
  ])
  return {
    records,
    conversations,
    participants,
    parents: new Map(parents.map((parent) => [parent.id, parent])),
    channels: new Map(channels.map((channel) => [channel.id, channel.kind])),
    blocked: new Set(blocked),
    bots: new Set(bots),
    outbound,
  }
}

const NONE: ReadonlySet<number> = new Set()

function unique(ids: readonly number[]): number[] {
  return [...new Set(ids)]
}

/** Renders the commands that have a key and keeps their answers, in the transaction that made them true; finds the answers of those that were sent before. */
async function answerKeyed(
  tx: Tx,
  commands: readonly SendCommand[],
  decisions: readonly Decision[],
  sends: Sends,
  facts: SendFacts,
): Promise<Outcome[]> {
  const conversations = new Map([...facts.conversations, ...sends.heads.map(({ after }) => after)].map((one) => [one.id, one]))
  const records: IdempotencyRecord[] = []
  const outcomes: Outcome[] = []
  for (const [index, command] of commands.entries()) {
    const decision = decisions[index] as Decision
    if ('refusal' in decision) outcomes.push(decision)
    else if ('record' in decision) outcomes.push({ answer: await replayAnswer(tx, command, decision.record, conversations) })
    else if ('twin' in decision) outcomes.push({ answer: await command.render(tx, decision.twin) })
    else if (!command.keyed) outcomes.push(decision)
    else {
      const answer = await command.render(tx, decision.sent)
      const messageIds = decision.sent.messages.map((message) => message.id)
      records.push(toRecord(command.keyed, { ...answer, messageIds }, sends.at))
      outcomes.push({ answer })
    }
  }
  if (records.length > 0) await insertIdempotencyRecords(tx, sends.accountId, records)
  return outcomes
}

/** The answer kept for a key; when a message in it was edited or deleted since, the messages as they are now. */
async function replayAnswer(
  tx: Tx,
  command: SendCommand,
  record: IdempotencyRecord,
  conversations: ReadonlyMap<number, Conversation>,
): Promise<Answer> {
  if (record.answer !== null || record.messageIds.length === 0) return { status: record.status, body: record.answer }
  const found = await findMessages(tx, command.accountId, record.messageIds)
  const messages = record.messageIds.flatMap((id) => found.find((message) => message.id === id) ?? [])
  return command.render(tx, { messages, conversations })
}
