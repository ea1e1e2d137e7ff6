import { RotateCcw } from 'lucide'
import { useState } from 'preact/hooks'
import type { Webhook, WholeDelivery } from '../api/wire.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatFull, formatNumber, formatSeconds } from '../ui/format.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast, toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import styles from './delivery-details.module.css'
import { ReplayDialog } from './dialogs.tsx'
import type { WebhookStore } from './webhook-store.ts'

const says = words.deliveries.delivery

/** One delivery: what it tells of, each of its attempts with its answer, and what comes next. */
export function DeliveryDetails({ store, webhook, number }: { store: WebhookStore; webhook: Webhook; number: number }) {
  const [isBusy, setBusy] = useState(false)
  const [isReplaying, setReplaying] = useState(false)
  const whole = store.opened.value
  if (whole?.number !== number) return <Skeleton lines={3} label={words.ui.loading} />
  const replay = () => {
    setBusy(true)
    store
      .replay(number)
      .then(() => toast(says.replayed(number)), toastError)
      .finally(() => setBusy(false))
  }
  return (
    <>
      <dl class={styles.facts}>
        <div>
          <dt>{says.id}</dt>
          <dd>
            <code>{whole.id}</code>
            <CopyButton text={whole.id} name={says.copyId} />
          </dd>
        </div>
        <div>
          <dt>{says.position}</dt>
          <dd>{formatNumber(whole.position)}</dd>
        </div>
        {whole.conversationId !== null && (
          <div>
            <dt>{says.conversation}</dt>
            <dd>
              <a href={`#/conversations/${whole.conversationId}`}>{says.openConversation}</a>
            </dd>
          </div>
        )}
        <div>
          <dt>{says.made}</dt>
          <dd>{formatFull(whole.createdAt)}</dd>
        </div>
      </dl>
      <Attempts whole={whole} />
      <p class={styles.next}>{describeNext(whole, webhook)}</p>
      <div class={styles.actions}>
        <Button icon={RotateCcw} small busy={isBusy} disabled={whole.state === 'pending' && webhook.status === 'paused'} onClick={replay}>
          {whole.state === 'pending' ? says.tryNow : says.replay}
        </Button>
        <Button look="quiet" small onClick={() => setReplaying(true)}>
          {says.replayFrom}
        </Button>
      </div>
      {isReplaying && <ReplayDialog store={store} webhook={webhook} from={whole.position} onClose={() => setReplaying(false)} />}
    </>
  )
}

function Attempts({ whole }: { whole: WholeDelivery }) {
  if (whole.attempts.length === 0) return null
  return (
    <ol class={styles.attempts} aria-label={says.attempts}>
      {whole.attempts.map(({ attempt, at, status, latencyMs, error, answer }) => (
        <li key={attempt} class={styles.attempt}>
          <span class={styles.ordinal}>{says.attempt(attempt)}</span>
          <Badge tone={error === null ? 'success' : 'danger'}>{status === null ? says.noAnswer : status}</Badge>
          <span class={styles.latency}>{says.took(latencyMs)}</span>
          <time class={styles.at} dateTime={at} title={formatFull(at)}>
            {formatSeconds(at)}
          </time>
          {error !== null && <p class={styles.error}>{error}</p>}
          {answer !== null && answer !== '' && <pre class={styles.answer}>{answer}</pre>}
        </li>
      ))}
    </ol>
  )
}

/** What will become of it, in a sentence. */
function describeNext(whole: WholeDelivery, webhook: Webhook): string {
  if (whole.state !== 'pending') return says.settled[whole.state]
  if (webhook.status === 'paused') return says.paused
  if (whole.waitsFor !== null) return says.waitsFor(whole.waitsFor)
  return whole.nextAttemptAt === null ? says.underWay : says.nextAt(formatSeconds(whole.nextAttemptAt))
}
