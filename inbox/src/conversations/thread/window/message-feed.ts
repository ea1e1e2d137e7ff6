import { type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from '../../../api/api-error.ts'
import type { ConversationReads } from './conversation-reads.ts'
import { hasNewer, hasOlder, type MessageWindow, pruned, withNewer, withOlder } from './message-window.ts'

type Change = (window: MessageWindow) => MessageWindow

/** A window of messages that pages are added to and that follows what happens meanwhile. */
export type MessageFeed = {
  window: ReadonlySignal<MessageWindow>
  /** Why the last page could not be read, until one can. */
  problem: ReadonlySignal<ApiError | null>
  /** Makes another stretch the window; says what was wrong where it could not be read. */
  replace(read: () => Promise<MessageWindow>): Promise<ApiError | null>
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Takes in something that happened. */
  change(how: Change): void
  prune(keep: 'older' | 'newer'): void
}

const EMPTY: MessageWindow = { messages: [], from: 1, to: 0, lastSeq: 0 }

export function messageFeed(reads: ConversationReads): MessageFeed {
  const window = signal(EMPTY)
  const problem = signal<ApiError | null>(null)
  /** Raised when the window becomes another stretch: pages of the one before are of no use then. */
  let stretch = 0
  let underWay = 0
  /** What was told while a page was being read, which may be newer than the page. */
  const meanwhile: Change[] = []
  const loading = { older: false, newer: false }

  /** Runs a read and enters what it found, with what was told while it ran on top. */
  async function reading(read: () => Promise<Change>): Promise<ApiError | null> {
    const of = stretch
    underWay++
    try {
      const enter = await read()
      if (of === stretch) {
        window.value = meanwhile.reduce((so, change) => change(so), enter(window.value))
        problem.value = null
      }
      return null
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (of === stretch) problem.value = error
      return error
    } finally {
      if (--underWay === 0) meanwhile.length = 0
    }
  }

  async function loadOlder(): Promise<void> {
    const { from } = window.value
    if (loading.older || !hasOlder(window.value)) return
    loading.older = true
    await reading(async () => {
      const page = await reads.older(from)
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
      const page = await reads.newer(to)
      return (so) => (so.to >= to ? withNewer(so, page) : so)
    })
    loading.newer = false
  }

  return {
    ...{ window, problem, loadOlder, loadNewer },
    replace(read) {
      stretch++
      return reading(async () => {
        const next = await read()
        return (so) => ({ ...next, lastSeq: Math.max(next.lastSeq, so.lastSeq) })
      })
    },
    change(how) {
      if (underWay > 0) meanwhile.push(how)
      const before = window.value
      window.value = how(before)
      // What is shown went to the end of what there was, and something in between has not been told: it may be read.
      if (before !== EMPTY && !hasNewer(before) && hasNewer(window.value)) void loadNewer()
    },
    prune(keep) {
      window.value = pruned(window.value, keep)
    },
  }
}
