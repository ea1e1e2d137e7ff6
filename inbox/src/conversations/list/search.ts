import { batch, type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from '../../api/api-error.ts'
import type { Api } from '../../api/client.ts'
import type { Contact, Conversation, Message, Overview } from '../../api/wire.ts'

type Read = Conversation & { overview?: Overview }

/** A message that was found, and the conversation it is in. */
export type Found = { message: Message; conversation: Read }

export type Search = {
  text: ReadonlySignal<string>
  phase: ReadonlySignal<'searching' | 'ready' | 'failed'>
  problem: ReadonlySignal<string | undefined>
  contacts: ReadonlySignal<readonly Contact[]>
  messages: ReadonlySignal<readonly Found[]>
  hasMore: ReadonlySignal<boolean>
  /** Searches for something else, once nobody has typed for a moment. */
  type(text: string): void
  loadMore(): Promise<void>
  close(): void
}

const AFTER_MS = 220
const CONTACTS = 5
const MESSAGES = 20

/** A search in contacts and messages, as somebody types. */
export function createSearch(api: Api): Search {
  const text = signal('')
  const phase = signal<'searching' | 'ready' | 'failed'>('ready')
  const problem = signal<string | undefined>(undefined)
  const contacts = signal<readonly Contact[]>([])
  const messages = signal<readonly Found[]>([])
  const before = signal<number | null>(null)
  const hasMore = signal(false)
  let isPaging = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let current = new AbortController()

  async function readMessages(beforeId?: number): Promise<{ found: Found[]; nextBefore: number | null }> {
    type Page = { messages: Message[]; conversations: Read[]; nextBefore: number | null }
    const query = { q: text.value.trim(), before: beforeId, limit: MESSAGES, include: 'conversations' }
    const page = await api.get<Page>('/search/messages', query, current.signal)
    const byId = new Map(page.conversations.map((one) => [one.id, one]))
    const found = page.messages.flatMap((message) => {
      const conversation = byId.get(message.conversationId)
      return conversation ? [{ message, conversation }] : []
    })
    return { found, nextBefore: page.nextBefore }
  }

  async function run(): Promise<void> {
    const query = { search: text.value.trim(), limit: CONTACTS }
    await guarded(async () => {
      const [people, page] = await Promise.all([api.get<{ contacts: Contact[] }>('/contacts', query, current.signal), readMessages()])
      batch(() => {
        contacts.value = people.contacts
        enter(page, false)
        phase.value = 'ready'
      })
    })
  }

  function enter(page: { found: Found[]; nextBefore: number | null }, isMore: boolean): void {
    messages.value = isMore ? [...messages.value, ...page.found] : page.found
    before.value = page.nextBefore
    hasMore.value = page.nextBefore !== null
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    const of = current
    try {
      await work()
      problem.value = undefined
    } catch (error) {
      if (of !== current || of.signal.aborted) return
      if (!(error instanceof ApiError)) throw error
      problem.value = error.message
      phase.value = 'failed'
    }
  }

  return {
    ...{ text, phase, problem, contacts, messages, hasMore },
    type(next) {
      if (next === text.value) return
      text.value = next
      current.abort()
      current = new AbortController()
      clearTimeout(timer)
      if (next.trim() === '') return
      phase.value = 'searching'
      timer = setTimeout(() => void run(), AFTER_MS)
    },
    async loadMore() {
      const from = before.value
      if (from === null || isPaging) return
      isPaging = true
      await guarded(async () => enter(await readMessages(from), true)).finally(() => {
        isPaging = false
      })
    },
    close() {
      clearTimeout(timer)
      current.abort()
    },
  }
}

/** A stretch of a text around the first of some words, and where in it they are. */
export type Snippet = { text: string; isMatch: boolean }[]

const BEFORE = 30
const LENGTH = 160

/** The part of a text that shows why it was found. Pure. */
export function toSnippet(text: string, query: string): Snippet {
  const wanted = query
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const line = text.replace(/\s+/g, ' ').trim()
  const pattern = wanted.length > 0 ? new RegExp(`(${wanted.join('|')})`, 'giu') : undefined
  const at = pattern ? Math.max(0, line.search(pattern)) : 0
  const from = at > BEFORE ? line.indexOf(' ', at - BEFORE) + 1 : 0
  const part = `${from > 0 ? '…' : ''}${line.slice(from, from + LENGTH)}`
  const pieces = pattern ? part.split(pattern) : [part]
  return pieces.map((piece, index) => ({ text: piece, isMatch: index % 2 === 1 })).filter((piece) => piece.text !== '')
}
