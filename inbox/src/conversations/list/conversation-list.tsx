import { useSignalEffect } from '@preact/signals'
import { CircleAlert, CircleCheckBig, Inbox, SearchX } from 'lucide'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useActions } from '../../palette/use-actions.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { words } from '../../words/words.ts'
import { countNarrowing, FIRST_FILTER } from '../conversation-filter.ts'
import type { Listed } from '../conversations.ts'
import type { Work } from '../work.ts'
import styles from './conversation-list.module.css'
import { ConversationRow } from './conversation-row.tsx'
import { LIST_ID } from './filter-bar.tsx'
import { type Anchor, anchorAt, offsetOf } from './scroll-anchor.ts'
import { useNow } from './use-now.ts'

/** Every row is as high, so nothing jumps when words arrive. */
const ROW_PX = 84
/** The next page is asked for when so many rows are left below what is seen. */
const AHEAD = 12

/** The list, drawn only where it is seen, and read on as one comes near its end. */
export function ConversationList({ work, conversationId }: { work: Work; conversationId: number | undefined }) {
  const { conversations } = work
  const scroller = useRef<HTMLDivElement>(null)
  const handle = useRef<VirtualizerHandle>(null)
  const now = useNow()
  const listed = conversations.listed.value
  const phase = conversations.phase.value
  // Another filter begins at the top.
  useSignalEffect(() => {
    void conversations.filter.value
    scroller.current?.scrollTo({ top: 0 })
  })
  useEffect(readOn, [listed.length])
  const anchor = useRef<Anchor | undefined>(undefined)
  useLayoutEffect(() => {
    const offset = offsetOf(anchor.current, listed.map(idOf), ROW_PX)
    if (offset !== undefined) handle.current?.scrollTo(offset)
  }, [listed])

  function onScroll(offset: number): void {
    anchor.current = anchorAt(conversations.listed.value.map(idOf), offset, ROW_PX)
    readOn()
  }

  function readOn(): void {
    const list = handle.current
    const last = list ? list.findItemIndex(list.scrollOffset + list.viewportSize) : 0
    if (conversations.hasMore.value && last + AHEAD >= conversations.listed.value.length) void conversations.loadMore()
  }

  function step(by: 1 | -1): void {
    const rows = conversations.listed.value
    const focused = Number((document.activeElement as HTMLElement | null)?.dataset.conversation)
    const at = rows.findIndex((one) => one.id === (focused || conversationId))
    const to = at === -1 ? (anchor.current?.index ?? 0) : Math.min(rows.length - 1, Math.max(0, at + by))
    const id = rows[to]?.id
    if (id === undefined) return
    handle.current?.scrollToIndex(to, { align: 'nearest' })
    // The row is drawn before the next frame at the latest.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-conversation="${id}"]`)?.focus())
  }

  useActions([
    { id: 'list.next', group: 'list', words: words.work.actions.next, keys: 'j', run: () => step(1) },
    { id: 'list.previous', group: 'list', words: words.work.actions.previous, keys: 'k', run: () => step(-1) },
  ])

  function steer(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    step(by as 1 | -1)
  }

  return (
    <div
      ref={scroller}
      id={LIST_ID}
      role="tabpanel"
      aria-label={words.work.list}
      class={styles.scroller}
      aria-busy={phase === 'loading'}
      onKeyDown={steer}
    >
      {phase === 'failed' && <Failed work={work} />}
      {phase === 'loading' && listed.length === 0 && <Loading />}
      {phase === 'ready' && listed.length === 0 && <NothingListed work={work} />}
      {listed.length > 0 && (
        <Virtualizer ref={handle} scrollRef={scroller} data={listed} itemSize={ROW_PX} as="ul" item="li" onScroll={onScroll}>
          {(one: Listed) => (
            <ConversationRow
              key={one.id}
              one={one}
              href={`#/conversations/${one.id}`}
              isOpen={one.id === conversationId}
              now={now}
              work={work}
            />
          )}
        </Virtualizer>
      )}
    </div>
  )
}

function idOf({ id }: Listed): number {
  return id
}

function Loading() {
  return (
    <div role="status" class={styles.loading}>
      <span class="visually-hidden">{words.ui.loading}</span>
      {Array.from({ length: 7 }, (_, index) => (
        <div key={index} class={styles.ghost}>
          <span class={styles.ghostFace} />
          <span class={styles.ghostLine} />
          <span class={styles.ghostLine} />
        </div>
      ))}
    </div>
  )
}

function Failed({ work }: { work: Work }) {
  return (
    <Empty icon={CircleAlert} title={words.app.failed}>
      <p>{work.conversations.problem.value?.message}</p>
      <Button onClick={() => void work.conversations.reload()}>{words.ui.retry}</Button>
    </Empty>
  )
}

function NothingListed({ work: { conversations } }: { work: Work }) {
  const filter = conversations.filter.value
  if (countNarrowing(filter) > 0) {
    return (
      <Empty icon={SearchX} title={words.work.empty.filtered}>
        <Button onClick={() => void conversations.show({ ...FIRST_FILTER, tab: filter.tab })}>{words.work.filter.clear}</Button>
      </Empty>
    )
  }
  const isDone = filter.tab !== 'all'
  const unassigned = conversations.counts.value?.unassigned ?? 0
  return (
    <Empty icon={isDone ? CircleCheckBig : Inbox} title={words.work.empty[filter.tab]}>
      <p>{words.work.empty.hint}</p>
      {filter.tab === 'mine' && unassigned > 0 && (
        <Button onClick={() => void conversations.show({ ...filter, tab: 'unassigned' })}>{words.work.empty.seeUnassigned}</Button>
      )}
      {filter.tab === 'all' && <a href="#/connect">{words.work.empty.connect}</a>}
    </Empty>
  )
}
