import { type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from '../../api/api-error.ts'
import type { Api } from '../../api/client.ts'
import type { Conversation, LogEvent, Message, Overview, OverviewedConversation, Participant } from '../../api/wire.ts'
import { isActivity } from './message-rows.ts'
import {
  afterEvent,
  hasNewer,
  hasOlder,
  type MessagePage,
  type MessageWindow,
  pruned,
  windowOf,
  withMessage,
  withNewer,
  withOlder,
} from './message-window.ts'

/** Where the list is to be scrolled; a new object each time. */
export type Target = { to: 'end' } | { to: 'seq'; seq: number; isMarked: boolean }

/** How it stands with a conversation: being opened, shown, not to be opened (`problem` says why), or deleted meanwhile. */
export type Phase = 'loading' | 'ready' | 'failed' | 'gone'

export type Thread = {
  phase: ReadonlySignal<Phase>
  problem: ReadonlySignal<ApiError | null>
  window: ReadonlySignal<MessageWindow>
  conversation: ReadonlySignal<Conversation | null>
  /** Whom it is with and where, for those who see all conversations. */
  overview: ReadonlySignal<Overview | null>
  participants: ReadonlySignal<readonly Participant[]>
  /** The first message that was new when the conversation was opened. */
  firstNewSeq: ReadonlySignal<number | null>
  target: ReadonlySignal<Target>
  /** Why the last page could not be read, until one can. */
  pageProblem: ReadonlySignal<ApiError | null>
  open(at?: number): Promise<void>
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Goes to a message, reading what is around it where it is far away. */
  goTo(seq: number): Promise<void>
  goToEnd(): Promise<void>
  /** Takes in something that happened, in the order of the log. */
  hear(event: LogEvent): void
  /** Takes in a message that a write of one's own was answered with. */
  put(message: Message): void
  /** Reads anew what is shown, after the log could not be followed without a gap; `seq` is what is being looked at, none at the end. */
  refresh(seq?: number): Promise<void>
  prune(keep: 'older' | 'newer'): void
}

const PAGE = 60
const HALF_PAGE = 40
const EMPTY: MessageWindow = { messages: [], from: 1, to: 0, lastSeq: 0 }

/** One conversation as it is shown: a window of its messages that follows what happens. */
export function openThread({ api, conversationId, me }: { api: Api; conversationId: number; me: { id: number } }): Thread {
  const path = `/conversations/${conversationId}`
  const phase = signal<Phase>('loading')
  const problem = signal<ApiError | null>(null)
  const pageProblem = signal<ApiError | null>(null)
  const window = signal(EMPTY)
  const conversation = signal<Conversation | null>(null)
  const overview = signal<Overview | null>(null)
  const participants = signal<readonly Participant[]>([])
  const firstNewSeq = signal<number | null>(null)
  const target = signal<Target>({ to: 'end' })
  /** Raised when the window becomes another stretch: pages of the one before are of no use then. */
  let stretch = 0
  let reads = 0
  /** What was told while a page was being read, which may be newer than the page. */
  const meanwhile: ((window: MessageWindow) => MessageWindow)[] = []
  const loading = { older: false, newer: false }

  async function readPage(query: Record<string, string | number>): Promise<MessagePage> {
    return api.get<MessagePage>(`${path}/messages`, query)
  }

  async function readConversation(): Promise<OverviewedConversation> {
    const found = await api.get<OverviewedConversation>(path, { include: 'overview' })
    conversation.value = found
    overview.value = found.overview ?? null
    return found
  }

  /** Runs a read and enters what it found, with what was told while it ran on top. */
  async function reading(read: () => Promise<(before: MessageWindow) => MessageWindow>): Promise<void> {
    const of = stretch
    reads++
    try {
      const enter = await read()
      if (of !== stretch) return
      window.value = meanwhile.reduce((so, change) => change(so), enter(window.value))
      pageProblem.value = null
    } catch (error) {
      if (of === stretch) pageProblem.value = toProblem(error)
    } finally {
      if (--reads === 0) meanwhile.length = 0
    }
  }

  /** A stretch on both sides of a seq, which is in it. */
  async function readAround(seq: number): Promise<MessageWindow> {
    const [older, newer] = await Promise.all([
      readPage({ before: seq + 1, limit: HALF_PAGE }),
      readPage({ after: seq, order: 'oldest', limit: HALF_PAGE }),
    ])
    return withNewer(windowOf(older), newer)
  }

  async function open(at?: number): Promise<void> {
    stretch++
    phase.value = 'loading'
    problem.value = null
    await reading(async () => {
      try {
        const [found, inIt, page] = await Promise.all([
          readConversation(),
          api.get<{ participants: Participant[] }>(`${path}/participants`),
          readPage({ limit: PAGE }),
        ])
        const newest = windowOf(page, found.lastSeq)
        const read = inIt.participants.find(({ author }) => author.id === me.id)?.lastReadSeq ?? 0
        const wanted = at === undefined ? (read > 0 && read + 1 < newest.from ? read + 1 : undefined) : Math.min(at, found.lastSeq)
        const stretchOf =
          wanted === undefined || wanted >= newest.from ? newest : { ...(await readAround(wanted)), lastSeq: newest.lastSeq }
        participants.value = inIt.participants
        firstNewSeq.value = findFirstNew(stretchOf, read, found.overview?.unread ?? 0)
        target.value = at !== undefined ? { to: 'seq', seq: at, isMarked: true } : firstTarget(firstNewSeq.value)
        phase.value = 'ready'
        return () => stretchOf
      } catch (error) {
        problem.value = toProblem(error)
        phase.value = 'failed'
        throw error
      }
    })
  }

  /** Behind what one has read oneself; for somebody who is not in it, behind what the team has seen of the customer's. */
  function findFirstNew({ messages }: MessageWindow, read: number, unread: number): number | null {
    if (read > 0) return messages.find((one) => one.seq > read && !isActivity(one) && one.author.id !== me.id)?.seq ?? null
    return (unread > 0 && messages.filter(({ direction }) => direction === 'inbound').at(-unread)?.seq) || null
  }

  async function loadOlder(): Promise<void> {
    const { from } = window.value
    if (loading.older || !hasOlder(window.value)) return
    loading.older = true
    await reading(async () => {
      const page = await readPage({ before: from, limit: PAGE })
      // Pruning may have moved the start meanwhile; the page would leave a gap then.
      return (so) => (so.from === from ? withOlder(so, page) : so)
    })
    loading.older = false
  }

  async function loadNewer(): Promise<void> {
    const { to } = window.value
    if (loading.newer || !hasNewer(window.value)) return
    loading.newer = true
    await reading(async () => {
      const page = await readPage({ after: to, order: 'oldest', limit: PAGE })
      return (so) => (so.to >= to ? withNewer(so, page) : so)
    })
    loading.newer = false
  }

  async function goTo(seq: number): Promise<void> {
    const { from, to } = window.value
    if (seq < from || seq > to) await replace(() => readAround(seq))
    target.value = { to: 'seq', seq, isMarked: true }
  }

  async function goToEnd(): Promise<void> {
    if (hasNewer(window.value)) await replace(async () => windowOf(await readPage({ limit: PAGE })))
    target.value = { to: 'end' }
  }

  async function replace(read: () => Promise<MessageWindow>): Promise<void> {
    stretch++
    await reading(async () => {
      const next = await read()
      return (so) => ({ ...next, lastSeq: Math.max(next.lastSeq, so.lastSeq) })
    })
  }

  async function refresh(seq?: number): Promise<void> {
    if (phase.value !== 'ready') return
    await Promise.all([
      replace(async () => (seq === undefined ? windowOf(await readPage({ limit: PAGE })) : readAround(seq))),
      loadPeople(),
      readConversation().catch(noteProblem),
    ])
  }

  async function loadPeople(): Promise<void> {
    await api.get<{ participants: Participant[] }>(`${path}/participants`).then((answer) => {
      participants.value = answer.participants
    }, noteProblem)
  }

  function noteProblem(error: unknown): void {
    pageProblem.value = toProblem(error)
  }

  function change(how: (window: MessageWindow) => MessageWindow): void {
    if (reads > 0) meanwhile.push(how)
    const before = window.value
    window.value = how(before)
    // What is shown went to the end of what there was, and something in between has not been told: it may be read.
    if (phase.value === 'ready' && !hasNewer(before) && hasNewer(window.value)) void loadNewer()
  }

  function hear(event: LogEvent): void {
    if (event.conversationId !== conversationId) return
    if (event.type === 'conversation.deleted') phase.value = 'gone'
    if (event.conversation) conversation.value = event.conversation
    if (event.type === 'conversation.read') moveReader(event.data as { authorId: number; lastReadSeq: number })
    else if (event.type.startsWith('participant.')) void loadPeople()
    else change((so) => afterEvent(so, event))
  }

  function moveReader({ authorId, lastReadSeq }: { authorId: number; lastReadSeq: number }): void {
    participants.value = participants.value.map((one) =>
      one.author.id === authorId && one.lastReadSeq < lastReadSeq ? { ...one, lastReadSeq } : one,
    )
  }

  return {
    ...{ phase, problem, pageProblem, window, conversation, overview, participants, firstNewSeq, target },
    ...{ open, loadOlder, loadNewer, goTo, goToEnd, hear, refresh },
    put: (message) => change((so) => withMessage(so, message)),
    prune(keep) {
      window.value = pruned(window.value, keep)
    },
  }
}

function firstTarget(firstNew: number | null): Target {
  return firstNew === null ? { to: 'end' } : { to: 'seq', seq: firstNew, isMarked: false }
}

function toProblem(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  throw error
}
