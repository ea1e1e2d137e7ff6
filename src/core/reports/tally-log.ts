import type { Conversation } from '../../model/conversation.ts'
import type { LogEvent } from '../../model/event.ts'
import { findConversations } from '../../storage/queries/conversations/conversations.ts'
import { listEvents } from '../../storage/queries/events.ts'
import { findMessageFacts, type MessageFact } from '../../storage/queries/reports.ts'
import type { Ctx } from '../context.ts'
import { seekPosition } from '../events/seek-position.ts'

/** Events read in one go: a few milliseconds, between which the server answers others. */
const STEP = 500
/** How far an event may stand before an earlier one in the log: a transaction takes its time before its position. */
const SLACK_US = 60_000_000

export const MEASURES = ['conversations', 'incoming', 'outgoing', 'firstReplies', 'resolutions'] as const
export type Measure = (typeof MEASURES)[number]

/** How often something happened, and how long it took altogether where it takes time: until the first reply, until the resolution. */
export type Tally = { count: number; seconds: number }
export type Tallies = Record<Measure, Tally>

/** What is counted. Conversations are the assignee's, the team's and the label's as they are now, messages their author's. */
export type ReportScope =
  | { kind: 'account' }
  | { kind: 'member'; id: number }
  | { kind: 'channel'; id: number }
  | { kind: 'team'; id: number }
  | { kind: 'label'; title: string }

/** From `since` until before `until`, in microseconds. */
export type ReportRange = { since: number; until: number }

/**
 * Counts what happened in a time, from the account's log, by the key that `keyOf` gives each moment. What a deleted conversation had counts no more, nor does what retention has taken. It takes as long as
 * the log of that time, a step at a time; sends and reads go on meanwhile.
 */
export async function tallyLog(
  ctx: Ctx,
  scope: ReportScope,
  { since, until }: ReportRange,
  keyOf: (at: number) => number,
): Promise<Map<number, Tallies>> {
  const { store } = ctx.core
  const tallies = new Map<number, Tallies>()
  // Two messages of one batch have one time, and only one of them is the first reply.
  const replied = new Set<number>()
  let after = await seekPosition(store, ctx.accountId, since - SLACK_US)
  for (;;) {
    const events = await listEvents(store, ctx.accountId, { after, limit: STEP, notes: true })
    const inside = events.filter(({ createdAt }) => createdAt >= since && createdAt < until)
    for (const { at, measure, seconds, conversationId } of await readFacts(ctx, scope, inside)) {
      if (measure === 'firstReplies') {
        if (replied.has(conversationId)) continue
        replied.add(conversationId)
      }
      const key = keyOf(at)
      const sums = tallies.get(key) ?? emptyTallies()
      sums[measure].count++
      sums[measure].seconds += seconds
      tallies.set(key, sums)
    }
    const last = events.at(-1)
    if (!last || events.length < STEP || last.createdAt >= until + SLACK_US) return tallies
    after = last.position
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export function emptyTallies(): Tallies {
  return Object.fromEntries(MEASURES.map((measure) => [measure, { count: 0, seconds: 0 }])) as Tallies
}

type Fact = { at: number; measure: Measure; seconds: number; conversationId: number }

async function readFacts({ core: { store }, accountId }: Ctx, scope: ReportScope, events: readonly LogEvent[]): Promise<Fact[]> {
  const told = events.filter(isCounted)
  const messageIds = told.flatMap((event) => (event.type === 'message.created' && event.messageId !== null ? [event.messageId] : []))
  const conversationIds = new Set(told.flatMap((event) => event.conversationId ?? []))
  const [messages, conversations] = await Promise.all([
    findMessageFacts(store, accountId, messageIds),
    findConversations(
      store,
      accountId,
      [...conversationIds].map((id) => ({ id })),
    ),
  ])
  const byId = new Map(conversations.map((one) => [one.id, one]))
  return told.flatMap((event) => {
    const conversation = byId.get(event.conversationId ?? 0)
    return conversation ? factsOf(event, conversation, messages.get(event.messageId ?? 0), scope) : []
  })
}

function isCounted({ type, data: { status } }: LogEvent): boolean {
  if (type === 'conversation.updated') return Array.isArray(status) && status[1] === 'resolved'
  return type === 'conversation.created' || type === 'message.created'
}

/** Pure: what one event says of its conversation, as far as it concerns the scope. */
function factsOf(event: LogEvent, conversation: Conversation, message: MessageFact | undefined, scope: ReportScope): Fact[] {
  const concerns = concernsConversation(scope, conversation)
  const fact = (measure: Measure, since = event.createdAt): Fact => ({
    at: event.createdAt,
    measure,
    seconds: (event.createdAt - since) / 1e6,
    conversationId: conversation.id,
  })
  if (event.type === 'conversation.created') return concerns ? [fact('conversations')] : []
  if (event.type === 'conversation.updated') return concerns ? [fact('resolutions', conversation.createdAt)] : []
  if (!message || message.direction === 'system') return []
  const isOwn = scope.kind === 'member' ? message.authorId === scope.id : concerns
  const facts = isOwn ? [fact(message.direction === 'inbound' ? 'incoming' : 'outgoing')] : []
  const isFirstReply = message.direction === 'outbound' && message.createdAt === conversation.firstReplyAt
  if (isFirstReply && concerns) facts.push(fact('firstReplies', conversation.createdAt))
  return facts
}

function concernsConversation(scope: ReportScope, conversation: Conversation): boolean {
  switch (scope.kind) {
    case 'account':
      return true
    case 'member':
      return conversation.assigneeId === scope.id
    case 'channel':
      return conversation.channelId === scope.id
    case 'team':
      return conversation.teamId === scope.id
    case 'label':
      return conversation.labels.includes(scope.title)
  }
}
