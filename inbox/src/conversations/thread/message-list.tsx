import { ArrowDown } from 'lucide'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useActions } from '../../palette/use-actions.ts'
import { api } from '../../session.ts'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/words.ts'
import { Announcer } from './announcer.tsx'
import { ListTop } from './list-top.tsx'
import styles from './message-list.module.css'
import { RowView } from './row-view.tsx'
import { useRoom } from './thread-context.ts'
import { useRowFocus } from './use-row-focus.ts'
import { seenMarker } from './window/mark-seen.ts'
import type { Row } from './window/message-rows.ts'
import { hasNewer, hasOlder, MOST_KEPT } from './window/message-window.ts'
import type { Target } from './window/open-thread.ts'
import { useRows, useSteps } from './window/use-rows.ts'

/** How near to an end of what is loaded one comes before more is. */
const NEAR_PX = 1500
/** At the end is who is this near to it: what arrives then is shown at once. */
const END_PX = 40
/** The line above the first message, which is always as high. */
const TOP_PX = 44

/** The messages, of which only those in view are in the document. It opens where it is told, and whatever arrives or is loaded leaves what is looked at in its place. */
export function MessageList() {
  const room = useRoom()
  const { thread, conversationId } = room
  const list = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLElement>(null)
  const isAtEnd = useRef(true)
  const pending = useRef<Target | null>(thread.target.value)
  const [isAway, setAway] = useState(false)
  const [seenSeq, setSeenSeq] = useState(0)
  const wanted = useRows()
  const view = useSteps(wanted)
  const marker = useMemo(() => seenMarker((seq) => api.send('POST', `/conversations/${conversationId}/read`, { seq })), [conversationId])
  const focus = useRowFocus(view.rows, list)
  const window = thread.window.value

  function toEnd(): void {
    list.current?.scrollToIndex(view.rows.length - 1, { align: 'end' })
  }

  function seqAt(index: number): number | undefined {
    const row = view.rows[index]
    return row && row.kind !== 'pending' ? row.message.seq : undefined
  }

  function look(): void {
    const handle = list.current
    if (!handle) return
    const offset = handle.scrollOffset
    const rest = handle.scrollSize + TOP_PX - offset - handle.viewportSize
    const so = thread.window.value
    isAtEnd.current = rest < END_PX && !hasNewer(so)
    setAway(rest > handle.viewportSize / 2 || hasNewer(so))
    if (offset < NEAR_PX && hasOlder(so)) void thread.loadOlder()
    if (rest < NEAR_PX && hasNewer(so)) void thread.loadNewer()
    const seq = isAtEnd.current ? so.to : (seqAt(handle.findItemIndex(offset + handle.viewportSize - END_PX)) ?? 0)
    thread.look(isAtEnd.current ? undefined : seqAt(handle.findItemIndex(offset)))
    setSeenSeq((before) => Math.max(before, seq))
    if (document.hasFocus() && document.visibilityState === 'visible') marker.seen(seq)
  }

  // Goes where it is told once the rows are there, and stays at the end where it was at the end.
  const target = thread.target.value
  useLayoutEffect(() => {
    pending.current = target
  }, [target])
  useLayoutEffect(() => {
    if (view.rows !== wanted || view.rows.length === 0) return
    const to = pending.current
    if (to?.to === 'end') toEnd()
    else if (to?.to === 'seq') showSeq(to.seq, to.isMarked)
    else if (isAtEnd.current) toEnd()
    pending.current = null
    const frame = requestAnimationFrame(() => {
      if (isAtEnd.current) prune()
      look()
    })
    return () => cancelAnimationFrame(frame)
  }, [view, wanted, target])

  function showSeq(seq: number, isMarked: boolean): void {
    const index = view.rows.findLastIndex((row) => row.kind !== 'pending' && row.message.seq <= seq)
    const at = Math.max(0, index)
    isAtEnd.current = false
    list.current?.scrollToIndex(at, isMarked ? { align: 'center' } : { align: 'start', offset: -TOP_PX })
    if (isMarked) focus.mark(view.rows[at]?.key)
  }

  /** Not while one scrolls: after rows have gone at its start the list keeps its distance from the end until one rests. */
  function prune(): void {
    const handle = list.current
    if (!handle || thread.window.value.messages.length <= MOST_KEPT) return
    const middle = handle.scrollOffset + handle.viewportSize / 2
    thread.prune(middle < handle.scrollSize / 2 ? 'older' : 'newer')
  }

  useActions([
    { id: 'thread.newest', group: 'conversation', words: words.thread.toNewest, isOffered: () => isAway, run: () => thread.goToEnd() },
  ])
  useEffect(() => {
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  })
  useEffect(() => marker.close, [marker])

  const fresh = Math.max(0, window.lastSeq - Math.max(seenSeq, thread.newAfterSeq.value))
  return (
    <div class={styles.frame}>
      <section ref={scroller} class={styles.scroller} aria-label={words.thread.messages}>
        <div class={styles.filler} />
        <ListTop />
        <Virtualizer
          key={view.epoch}
          ref={list}
          scrollRef={scroller}
          data={view.rows as Row[]}
          shift={view.shift}
          startMargin={TOP_PX}
          bufferSize={600}
          keepMounted={focus.kept}
          onScroll={look}
          onScrollEnd={prune}
          onResize={() => isAtEnd.current && pending.current === null && toEnd()}
        >
          {(row) => <RowView key={row.key} row={row} focus={focus} />}
        </Virtualizer>
      </section>
      {isAway && (
        <div class={styles.jump}>
          <button
            type="button"
            class={styles.newest}
            onClick={() => void thread.goToEnd()}
            aria-label={fresh > 0 ? `${words.thread.toNewest}, ${words.thread.newCount(fresh)}` : words.thread.toNewest}
          >
            {fresh > 0 && <span>{words.thread.newCount(fresh)}</span>}
            <Icon of={ArrowDown} size={17} />
          </button>
        </div>
      )}
      <Announcer />
    </div>
  )
}
