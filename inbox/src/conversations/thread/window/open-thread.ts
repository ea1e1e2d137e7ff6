import { type ReadonlySignal, signal } from '@preact/signals'
import type { ApiError } from '../../../api/api-error.ts'
import type { Api } from '../../../api/client.ts'
import type { LogEvent, Message } from '../../../api/wire.ts'
import { type ConversationFacts, conversationFacts } from './conversation-facts.ts'
import { conversationReads } from './conversation-reads.ts'
import { type MessageFeed, messageFeed } from './message-feed.ts'
import { isActivity } from './message-rows.ts'
import { afterEvent, hasNewer, type MessageWindow, windowOf, withMessage } from './message-window.ts'

/** Where the list is to be scrolled; a new object each time. */
export type Target = { to: 'end' } | { to: 'seq'; seq: number; isMarked: boolean }

/** How it stands with a conversation: being opened, shown, not to be opened (`problem` says why), or deleted meanwhile. */
export type Phase = 'loading' | 'ready' | 'failed' | 'gone'

export type Thread = Pick<MessageFeed, 'window' | 'loadOlder' | 'loadNewer' | 'prune'> &
  Pick<ConversationFacts, 'conversation' | 'overview' | 'participants'> & {
    phase: ReadonlySignal<Phase>
    problem: ReadonlySignal<ApiError | null>
    pageProblem: MessageFeed['problem']
    /** The first message that was new when the conversation was opened. */
    firstNewSeq: ReadonlySignal<number | null>
    /** What is behind this seq counts as new until it is seen. */
    newAfterSeq: ReadonlySignal<number>
    target: ReadonlySignal<Target>
    /** Opens it at a seq; without one where one has read to, or at the newest. */
    open(at?: number): Promise<void>
    /** Goes to a message, reading what is around it where it is far away. */
    goTo(seq: number): Promise<void>
    goToEnd(): Promise<void>
    /** Takes in something that happened, in the order of the log. */
    hear(event: LogEvent): void
    /** Takes in a message that a write of one's own was answered with. */
    put(message: Message): void
    /** Is told which seq is being looked at; none at the end. */
    look(seq: number | undefined): void
    /** Reads anew what is shown, after the log could not be followed without a gap, and stays where one looks. */
    refresh(): Promise<void>
  }

/** One conversation as it is shown: a window of its messages, and what else is known of it, as things happen. */
export function openThread({ api, conversationId, me }: { api: Api; conversationId: number; me: { id: number } }): Thread {
  const reads = conversationReads(api, conversationId)
  const facts = conversationFacts(reads, conversationId)
  const feed = messageFeed(reads)
  const phase = signal<Phase>('loading')
  const problem = signal<ApiError | null>(null)
  const firstNewSeq = signal<number | null>(null)
  const newAfterSeq = signal(0)
  const target = signal<Target>({ to: 'end' })
  let looksAt: number | undefined
  let opening: Promise<unknown> = Promise.resolve()

  async function open(at?: number): Promise<void> {
    phase.value = 'loading'
    const read = feed.replace(async () => {
      const [page] = await Promise.all([reads.newest(), facts.read()])
      const newest = windowOf(page)
      const readSeq = facts.participants.value.find(({ author }) => author.id === me.id)?.lastReadSeq ?? 0
      const unread = facts.overview.value?.unread ?? 0
      const wanted = at === undefined ? (readSeq > 0 ? readSeq + 1 : newest.from) : Math.min(at, newest.lastSeq)
      const shown = wanted >= newest.from ? newest : { ...(await reads.around(wanted)), lastSeq: newest.lastSeq }
      firstNewSeq.value = findFirstNew(shown, { readSeq, unread, me })
      newAfterSeq.value = firstNewSeq.value === null ? newest.lastSeq : firstNewSeq.value - 1
      target.value = at === undefined ? firstTarget(firstNewSeq.value) : { to: 'seq', seq: at, isMarked: true }
      // Until somebody does: what is read anew before that is around there.
      looksAt = target.value.to === 'seq' ? target.value.seq : undefined
      return shown
    })
    opening = read
    problem.value = await read
    phase.value = problem.value ? 'failed' : 'ready'
  }

  async function goTo(seq: number): Promise<void> {
    const { from, to } = feed.window.value
    if (seq < from || seq > to) await feed.replace(() => reads.around(seq))
    target.value = { to: 'seq', seq, isMarked: true }
  }

  async function goToEnd(): Promise<void> {
    if (hasNewer(feed.window.value)) await feed.replace(async () => windowOf(await reads.newest()))
    target.value = { to: 'end' }
  }

  async function refresh(): Promise<void> {
    await opening
    if (phase.value === 'failed' && problem.value?.mayPass) return open()
    if (phase.value !== 'ready') return
    const seq = looksAt
    const read = async () => (seq === undefined ? windowOf(await reads.newest()) : reads.around(seq))
    await Promise.all([feed.replace(read), facts.read().catch(() => {})])
  }

  return {
    ...{ phase, problem, firstNewSeq, newAfterSeq, target, open, goTo, goToEnd, refresh },
    ...{ window: feed.window, pageProblem: feed.problem, loadOlder: feed.loadOlder, loadNewer: feed.loadNewer, prune: feed.prune },
    ...{ conversation: facts.conversation, overview: facts.overview, participants: facts.participants },
    hear(event) {
      facts.hear(event)
      if (event.conversationId !== conversationId) return
      if (event.type === 'conversation.deleted') phase.value = 'gone'
      feed.change((so) => afterEvent(so, event))
    },
    put: (message) => feed.change((so) => withMessage(so, message)),
    look(seq) {
      looksAt = seq
    },
  }
}

/** Behind what one has read oneself; for somebody who is not in it, behind what the team has seen of the customer's. */
function findFirstNew(
  { messages }: MessageWindow,
  { readSeq, unread, me }: { readSeq: number; unread: number; me: { id: number } },
): number | null {
  if (readSeq > 0) return messages.find((one) => one.seq > readSeq && !isActivity(one) && one.author.id !== me.id)?.seq ?? null
  return (unread > 0 && messages.filter(({ direction }) => direction === 'inbound').at(-unread)?.seq) || null
}

function firstTarget(firstNew: number | null): Target {
  return firstNew === null ? { to: 'end' } : { to: 'seq', seq: firstNew, isMarked: false }
}
