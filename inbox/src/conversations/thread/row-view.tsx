import { formatClock, formatDay, formatFull } from '../../ui/format.ts'
import { words } from '../../words/words.ts'
import { authorName } from './message/author-name.ts'
import { MessageView } from './message/message-view.tsx'
import { PendingView } from './message/pending-view.tsx'
import { SeenBy } from './message/seen-by.tsx'
import styles from './message-list.module.css'
import { type RowFocus, rowId } from './use-row-focus.ts'
import type { Row } from './window/message-rows.ts'

/** One line of the conversation, with what stands above it. */
export function RowView({ row, focus }: { row: Row; focus: RowFocus }) {
  return (
    <div class={styles.row} data-runs={!row.startsRun || undefined}>
      {row.day !== null && <p class={styles.day}>{dayWords(timeOf(row))}</p>}
      {row.isFirstNew && <p class={styles.newLine}>{words.thread.new}</p>}
      <article
        id={rowId(row.key)}
        class={styles.item}
        tabIndex={row.key === focus.current ? 0 : -1}
        data-marked={row.key === focus.marked || undefined}
        aria-label={labelOf(row)}
        onFocus={() => focus.onFocus(row.key)}
        onKeyDown={(event) => focus.onKeyDown(event, row.key)}
      >
        {row.kind === 'pending' && <PendingView entry={row.entry} startsRun={row.startsRun} />}
        {row.kind === 'activity' && <Activity {...row.message} />}
        {row.kind === 'message' && <MessageView message={row.message} startsRun={row.startsRun} endsRun={row.endsRun} />}
      </article>
      {row.kind !== 'pending' && row.seenBy.length > 0 && <SeenBy seers={row.seenBy} />}
    </div>
  )
}

function Activity({ text, createdAt }: { text: string | null; createdAt: string }) {
  return (
    <p class={styles.activity}>
      {text ?? words.thread.deletedNote}{' '}
      <time dateTime={createdAt} title={formatFull(createdAt)}>
        {formatClock(createdAt)}
      </time>
    </p>
  )
}

function timeOf(row: Row): string {
  return row.kind === 'pending' ? row.entry.createdAt : row.message.createdAt
}

function dayWords(time: string): string {
  const day = new Date(time)
  const today = new Date()
  if (day.toDateString() === today.toDateString()) return words.thread.today
  today.setDate(today.getDate() - 1)
  return day.toDateString() === today.toDateString() ? words.thread.yesterday : formatDay(time)
}

function labelOf(row: Row): string {
  const at = formatClock(timeOf(row))
  if (row.kind === 'pending') return `${words.thread.you}, ${at}`
  const note = row.kind === 'message' && row.message.private ? `${words.thread.note}, ` : ''
  return `${note}${authorName(row.message.author)}, ${at}`
}
