import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from '../api/api-error.ts'
import type { Api } from '../api/client.ts'
import type { Conversation, LogEvent, Overview } from '../api/wire.ts'
import { type Filter, type Tab, toCountQuery, toListQuery } from './conversation-filter.ts'
import {
  afterEvent,
  type Listed,
  type Listing,
  NOTHING_LISTED,
  relisted,
  toListed,
  withConversation,
  withoutConversation,
  withPage,
} from './conversations.ts'

type Read = Conversation & { overview: Overview }
type Page = { conversations: Read[]; nextCursor: string | null }

export type Counts = Record<Tab, number>

export type ConversationStore = {
  filter: ReadonlySignal<Filter>
  /** The list, the latest activity first. */
  listed: ReadonlySignal<readonly Listed[]>
  hasMore: ReadonlySignal<boolean>
  counts: ReadonlySignal<Counts | undefined>
  /** How it stands with the first page; `problem` says why a page could not be read. */
  phase: ReadonlySignal<'loading' | 'ready' | 'failed'>
  problem: ReadonlySignal<ApiError | undefined>
  /** A conversation by id, listed or not; undefined while it is not known. */
  find(id: number): Listed | undefined
  /** Lists what another filter lets through, from the beginning. */
  show(filter: Filter): Promise<void>
  reload(): Promise<void>
  loadMore(): Promise<void>
  /** Reads one conversation, listed or not. Throws the API's refusal. */
  load(id: number): Promise<Listed>
  hear(event: LogEvent): void
  /** Takes in a conversation as it is now, or as it is about to be. */
  put(conversation: Listed): void
}

const PAGE = 40
/** When so many have to be read anew, the list is. */
const MANY = 12
const COUNT_AFTER_MS = 400

/** The conversations one works on, as they change. */
export function createConversationStore(options: { api: Api; meId: () => number; filter: Filter }): ConversationStore {
  const { api, meId } = options
  const filter = signal(options.filter)
  const listing = signal<Listing>(NOTHING_LISTED)
  const counts = signal<Counts | undefined>(undefined)
  const phase = signal<'loading' | 'ready' | 'failed'>('loading')
  const problem = signal<ApiError | undefined>(undefined)
  const view = () => ({ filter: filter.value, meId: meId() })
  /** Raised when the list begins anew: pages of the one before are of no use then. */
  let round = 0
  let isPaging = false
  /** What happened while the first page was read, which may be newer than the page. */
  let meanwhile: LogEvent[] | undefined
  const stale = new Set<number>()
  let isFreshening = false
  let willCount = false

  async function readPage(cursor: string | null): Promise<{ conversations: Listed[]; nextCursor: string | null }> {
    const query = { ...toListQuery(filter.value), limit: PAGE, ...(cursor !== null && { cursor }) }
    const { conversations, nextCursor } = await api.get<Page>('/conversations', query)
    return { conversations: conversations.map(toListed), nextCursor }
  }

  async function reload(): Promise<void> {
    const of = ++round
    meanwhile = []
    isPaging = false
    void count()
    try {
      const page = await readPage(null)
      if (of !== round) return
      batch(() => {
        const told = meanwhile ?? []
        meanwhile = undefined
        listing.value = withPage(listing.value, page, true)
        phase.value = 'ready'
        problem.value = undefined
        for (const event of told) hear(event)
      })
    } catch (error) {
      if (of !== round) return
      meanwhile = undefined
      problem.value = toProblem(error)
      if (phase.value === 'loading') phase.value = 'failed'
    }
  }

  async function show(next: Filter): Promise<void> {
    filter.value = next
    phase.value = 'loading'
    listing.value = relisted(listing.value, view())
    await reload()
  }

  async function loadMore(): Promise<void> {
    const { cursor } = listing.value
    if (cursor === null || isPaging || phase.value !== 'ready') return
    isPaging = true
    const of = round
    try {
      const page = await readPage(cursor)
      if (of === round) listing.value = withPage(listing.value, page, false)
    } catch (error) {
      if (of === round) problem.value = toProblem(error)
    } finally {
      if (of === round) isPaging = false
    }
  }

  async function load(id: number): Promise<Listed> {
    try {
      const one = toListed(await api.get<Read>(`/conversations/${id}`, { include: 'overview' }))
      put(one)
      return one
    } catch (error) {
      // It is gone, or not for this member any more.
      if (error instanceof ApiError && error.status === 404) listing.value = withoutConversation(listing.value, id)
      throw error
    }
  }

  function put(one: Listed): void {
    listing.value = withConversation(listing.value, one, view())
  }

  function hear(event: LogEvent): void {
    if (meanwhile) meanwhile.push(event)
    const after = afterEvent(listing.value, event, view())
    listing.value = after.listing
    if (after.stale !== undefined) stale.add(after.stale)
    for (const id of aboutContact(event)) stale.add(id)
    if (stale.size > 0) void freshen()
    if (changesReach(event)) void reload()
    if (/^conversation\.(created|updated|deleted)$/.test(event.type)) countSoon()
  }

  /** What an event about a contact makes stale: everything that shows them. */
  function aboutContact({ type, subjectId }: LogEvent): number[] {
    if (!type.startsWith('contact.')) return []
    return [...listing.value.known.values()].filter((one) => one.contactId === subjectId).map((one) => one.id)
  }

  /** Reads what is stale, one after another; where it is much, the list. */
  async function freshen(): Promise<void> {
    if (isFreshening) return
    isFreshening = true
    while (stale.size > 0) {
      const isMuch = stale.size > MANY
      const ids = [...stale].slice(0, isMuch ? stale.size : 1)
      for (const id of ids) stale.delete(id)
      // What cannot be read stays as it was; why shows with the next page.
      await (isMuch ? reload() : load(ids[0] as number)).catch(() => {})
    }
    isFreshening = false
  }

  async function count(): Promise<void> {
    const of = round
    const found = await api.get<Counts>('/conversations/counts', toCountQuery(filter.value)).catch(() => undefined)
    if (found && of === round) counts.value = found
  }

  function countSoon(): void {
    if (willCount) return
    willCount = true
    setTimeout(() => {
      willCount = false
      void count()
    }, COUNT_AFTER_MS)
  }

  return {
    ...{ filter, counts, phase, problem, show, reload, loadMore, load, hear, put },
    listed: computed(() => listing.value.ids.flatMap((id) => listing.value.known.get(id) ?? [])),
    hasMore: computed(() => listing.value.cursor !== null),
    find: (id) => listing.value.known.get(id),
  }
}

/** Whoever joins or leaves a channel sees other conversations than before; of those nothing is told. */
function changesReach({ type, data }: LogEvent): boolean {
  return type === 'channel.updated' && Array.isArray(data.fields) && data.fields.includes('members')
}

function toProblem(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  throw error
}
