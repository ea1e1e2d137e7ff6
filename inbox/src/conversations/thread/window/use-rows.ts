import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { connection } from '../../../live/live.ts'
import { shownEntries } from '../../composer/outbox.ts'
import { useRoom } from '../thread-context.ts'
import { type Row, toRows } from './message-rows.ts'
import { hasNewer } from './message-window.ts'
import { nextStep } from './row-steps.ts'

/** What is shown of the rows that are wanted. `shift` says that rows came or went at the start, and another `epoch` is another list. */
export type RowsInView = { rows: readonly Row[]; shift: boolean; epoch: number }

/** The rows of the conversation as it is now, what is on its way at their end. */
export function useRows(): Row[] {
  const { thread, outbox, conversationId, me } = useRoom()
  const window = thread.window.value
  const participants = thread.participants.value
  const firstNewSeq = thread.firstNewSeq.value
  const entries = outbox.entries.value
  const settled = outbox.settled.value
  const isOffline = connection.value === 'offline'
  return useMemo(() => {
    const { entries: shown, keys } = shownEntries(entries, { conversationId, me, window, settled })
    // What is on its way stands at the end; it is shown before there is one where the end cannot be read.
    const pending = hasNewer(window) && !isOffline ? [] : shown
    const readers = participants.map(({ author, lastReadSeq }) => ({ ...author, lastReadSeq }))
    return toRows({ messages: window.messages, pending, me, firstNewSeq, readers, keys, dayOf })
  }, [window, participants, firstNewSeq, entries, settled, isOffline, conversationId, me])
}

function dayOf(time: string): string {
  return new Date(time).toDateString()
}

/** What is shown on the way to what is wanted: where rows come or go at both ends it takes two steps. */
export function useSteps(wanted: readonly Row[]): RowsInView {
  const [view, setView] = useState<RowsInView>({ rows: wanted, shift: false, epoch: 0 })
  useLayoutEffect(() => {
    if (view.rows === wanted) return
    const { rows, shift, keeps } = nextStep(view.rows, wanted)
    setView({ rows, shift, epoch: keeps ? view.epoch : view.epoch + 1 })
  }, [view, wanted])
  return view
}
