import type { Message } from '../../model/message.ts'
import type { TimeSpan } from '../../storage/queries/conversations/conversation-filter.ts'
import { findMessage, findMessages, listMessages } from '../../storage/queries/messages/messages.ts'
import {
  findHeads,
  listMessageKeys,
  type MessageKey,
  type Place,
  type Span,
  seekSeqs,
} from '../../storage/queries/messages/messages-across.ts'
import type { Ctx } from '../context.ts'
import { keepPage } from '../conversations/recent.ts'
import { seesNotes } from '../visibility.ts'

/** Of accounts and conversations only what the application created is looked at; everything else is as good as absent. */
export type ListAcross = {
  accountIds: readonly number[]
  conversationIds: readonly number[]
  applicationId: number
  /** Only messages older than this place. */
  before?: Place
  /** Only messages created in this span of time (integer microseconds): `from` is in it, `before` is not. */
  created?: TimeSpan
  limit: number
}

/** How far the first and the later reads of a conversation go back at least and at most, in messages. */
const MIN_STEP = 4
const MAX_STEP = 1000
/** Longer pages are not kept in memory. */
const MAX_KEPT = 100

type OwnSpan = Span & { accountId: number; revision: number }
type OwnKey = MessageKey & { accountId: number }

/**
 * The newest messages of many conversations together, newest first (by time, then by id): those with a text, that people wrote and that were not deleted. A page
 * is shorter than `limit` only when there are no more.
 */
export async function listMessagesAcross(ctx: Ctx, query: ListAcross): Promise<Message[]> {
  const spans = await findSpans(ctx, query)
  const [only] = spans
  if (!only) return []
  if (spans.length === 1) {
    const page = { ...filterOf(ctx), after: only.after, before: only.before, order: 'newest', limit: query.limit } as const
    const read = () => listMessages(ctx.core.store, only.accountId, only.conversationId, page)
    if (query.before || query.created || query.limit > MAX_KEPT) return read()
    return keepPage(ctx.core.recent, { id: only.conversationId, revision: only.revision }, `across ${query.limit} ${page.notes}`, read)
  }
  for (;;) {
    const keys = await mergeKeys(ctx, spans, query.limit)
    const messages = await loadMessages(ctx, keys)
    // One that was deleted or emptied between the two reads would leave the page short in the middle.
    if (messages.length === keys.length) return messages
  }
}

/** Where a message stands, if the application may know of it; one that was deleted since still marks its place. */
export async function findPlace(
  ctx: Ctx,
  of: { accountIds: readonly number[]; applicationId: number; messageId: number },
): Promise<Place | undefined> {
  for (const accountId of of.accountIds) {
    const message = await findMessage(ctx.core.store, accountId, of.messageId)
    if (!message) continue
    if (message.direction === 'system' || (message.private && !seesNotes(ctx))) return undefined
    const heads = await findHeads(ctx.core.store, accountId, { ids: [message.conversationId], applicationId: of.applicationId })
    return heads.length > 0 ? { createdAt: message.createdAt, id: message.id } : undefined
  }
  return undefined
}

function filterOf(ctx: Ctx) {
  return { notes: seesNotes(ctx), deleted: false, system: false, text: true } as const
}

/** The parts of the conversations that can be on the page at all; fixed here, so that messages sent meanwhile shift nothing. */
async function findSpans(ctx: Ctx, query: ListAcross): Promise<OwnSpan[]> {
  const { store } = ctx.core
  const end = earlier(query.before, query.created && { createdAt: query.created.before, id: 0 })
  const spans: OwnSpan[] = []
  for (const accountId of query.accountIds) {
    const heads = await findHeads(store, accountId, { ids: query.conversationIds, applicationId: query.applicationId })
    const ends = end && (await seekSeqs(store, accountId, heads, end))
    const starts = query.created && (await seekSeqs(store, accountId, heads, { createdAt: query.created.from, id: 0 }))
    for (const { conversationId, lastSeq, revision } of heads) {
      const after = starts?.get(conversationId) ?? 0
      const before = Math.min(lastSeq, ends?.get(conversationId) ?? lastSeq) + 1
      if (before - after > 1) spans.push({ accountId, conversationId, revision, after, before })
    }
  }
  return spans
}

/**
 * The newest keys of all spans. Every round reads the next stretch of each conversation that can still hold something newer than the page's last
 * message; stretches double, so that rounds stay few, and what all of them read stays within a small multiple of the page.
 */
async function mergeKeys(ctx: Ctx, spans: readonly OwnSpan[], limit: number): Promise<OwnKey[]> {
  let open = spans
  let page: OwnKey[] = []
  let step = Math.max(MIN_STEP, Math.min(limit, Math.ceil((2 * limit) / spans.length)))
  while (open.length > 0) {
    const stretches = open.map((span) => ({ ...span, after: Math.max(span.after, span.before - 1 - step) }))
    const read = await readKeys(ctx, stretches)
    const oldest = new Map<number, OwnKey>()
    const counts = new Map<number, number>()
    for (const key of read) {
      counts.set(key.conversationId, (counts.get(key.conversationId) ?? 0) + 1)
      if (key.seq <= (oldest.get(key.conversationId)?.seq ?? key.seq)) oldest.set(key.conversationId, key)
    }
    page = [...page, ...read.filter((key) => key.shown)].sort(newestFirst).slice(0, limit)
    const last = page.length === limit ? page[limit - 1] : undefined
    open = open.flatMap((span, index) => {
      const before = (stretches[index] as OwnSpan).after + 1
      const bottom = oldest.get(span.conversationId)
      // Seqs have no gaps: where some are missing, what was before them has been trimmed.
      const isBeginning = (counts.get(span.conversationId) ?? 0) < span.before - before
      const done = before - span.after <= 1 || isBeginning || (last && bottom && newestFirst(bottom, last) >= 0)
      return done ? [] : [{ ...span, before }]
    })
    step = Math.min(step * 2, MAX_STEP)
  }
  return page
}

async function readKeys(ctx: Ctx, spans: readonly OwnSpan[]): Promise<OwnKey[]> {
  const keys: OwnKey[] = []
  for (const [accountId, own] of Map.groupBy(spans, (span) => span.accountId)) {
    for (const key of await listMessageKeys(ctx.core.store, accountId, own, filterOf(ctx))) keys.push({ ...key, accountId })
  }
  return keys
}

async function loadMessages(ctx: Ctx, keys: readonly OwnKey[]): Promise<Message[]> {
  const found: Message[] = []
  for (const [accountId, own] of Map.groupBy(keys, (key) => key.accountId)) {
    const ids = own.map((key) => key.id)
    found.push(...(await findMessages(ctx.core.store, accountId, ids)))
  }
  return found.filter((message) => message.deletedAt === null && message.text).sort(newestFirst)
}

function newestFirst(a: Place, b: Place): number {
  return b.createdAt - a.createdAt || b.id - a.id
}

function earlier(a: Place | undefined, b: Place | undefined): Place | undefined {
  return a && b ? (newestFirst(a, b) > 0 ? a : b) : (a ?? b)
}
