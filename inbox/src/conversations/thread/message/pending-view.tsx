import { CircleAlert, Clock3 } from 'lucide'
import { connection } from '../../../live/live.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { formatBytes } from '../../../ui/format.ts'
import { Icon } from '../../../ui/icon.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { words } from '../../../words/words.ts'
import type { OutboxEntry } from '../../composer/outbox.ts'
import { useRoom } from '../thread-context.ts'
import styles from './message.module.css'
import { Linked } from './message-body.tsx'
import { NoteMark } from './message-view.tsx'
import { QuoteLines } from './quote.tsx'

/** A message on its way, as it will look, with how it stands and what can be done where it was refused. */
export function PendingView({ entry, startsRun }: { entry: OutboxEntry; startsRun: boolean }) {
  const { me } = useRoom()
  return (
    <div class={styles.message} data-side="out" data-note={entry.private || undefined} data-pending={entry.state}>
      <span class={styles.face}>{startsRun && <Avatar name={me.name} id={me.id} size={30} />}</span>
      <div class={styles.column}>
        {startsRun && (
          <p class={styles.head}>
            <strong>{me.name}</strong>
          </p>
        )}
        <div class={styles.line}>
          <div class={styles.bubble}>
            {entry.private && startsRun && <NoteMark />}
            {entry.parent && (
              <p class={styles.quote}>
                <QuoteLines {...entry.parent} />
              </p>
            )}
            {entry.text !== '' && (
              <p class={styles.text} dir="auto">
                <Linked text={entry.text} />
              </p>
            )}
            {entry.files.map(({ name, sizeBytes }, index) => (
              <p key={index} class={styles.fileLine}>
                {name} <span>{formatBytes(sizeBytes)}</span>
              </p>
            ))}
          </div>
        </div>
        <Progress entry={entry} />
      </div>
    </div>
  )
}

function Progress({ entry }: { entry: OutboxEntry }) {
  const { outbox, giveBack } = useRoom()
  const { key, state, problem } = entry
  const share = outbox.progress.value.get(key)
  const discard = async () => {
    const given = await outbox.discard(key)
    if (!given) return
    giveBack(given.entry, given.files)
    toast(words.thread.pending.discarded)
  }
  if (state === 'refused') {
    return (
      <div class={styles.state} data-status="failed">
        <span class={styles.status} role="alert">
          <Icon of={CircleAlert} size={14} />
          {words.thread.pending.refused(problem ?? '')}
        </span>
        <Button small look="quiet" onClick={() => outbox.retry(key)}>
          {words.thread.pending.retry}
        </Button>
        <Button small look="quiet" onClick={() => void discard()}>
          {words.thread.pending.discard}
        </Button>
      </div>
    )
  }
  const isUploading = state === 'sending' && share !== undefined
  return (
    <div class={styles.state}>
      <span class={styles.status}>
        <Icon of={Clock3} size={14} />
        {isUploading ? words.thread.pending.uploading(Math.round(share * 100)) : waitingWords(state)}
      </span>
      {isUploading && (
        <>
          <progress value={share} aria-label={words.thread.pending.uploading(Math.round(share * 100))} />
          <Button small look="quiet" onClick={() => outbox.cancel(key)}>
            {words.thread.pending.cancel}
          </Button>
        </>
      )}
    </div>
  )
}

function waitingWords(state: OutboxEntry['state']): string {
  if (state === 'waiting' && connection.value === 'offline') return words.thread.pending.offline
  return state === 'waiting' ? words.thread.pending.waiting : words.thread.pending.sending
}
