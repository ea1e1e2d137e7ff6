import { ScrollText } from 'lucide'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Webhook, WebhookDelivery } from '../api/wire.ts'
import { go } from '../router.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { DeliveryDetails } from './delivery-details.tsx'
import { STATES } from './ledger.ts'
import styles from './ledger-view.module.css'
import { Ago } from './time.tsx'
import type { WebhookStore } from './webhook-store.ts'

const says = words.deliveries.ledger
const TONES: Record<WebhookDelivery['state'], Tone> = { pending: 'info', delivered: 'success', failed: 'danger', dropped: 'plain' }
const PANEL = 'ledger'

/** What a webhook was told and is about to be, the newest first. */
export function LedgerView({ store, webhook, number }: { store: WebhookStore; webhook: Webhook; number: number | undefined }) {
  const [isBusy, setBusy] = useState(false)
  const ledger = store.ledger.value
  const opened = store.opened.value
  const isElsewhere = opened !== undefined && ledger !== undefined && !ledger.rows.some((row) => row.number === opened.number)
  const more = () => {
    setBusy(true)
    store
      .older()
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <section class={styles.ledger}>
      <div class={styles.header}>
        <h2>{says.title}</h2>
        <Tabs
          label={says.filter}
          tabs={STATES.map((value) => ({ value, label: says.states[value] }))}
          value={store.filter.value}
          onChoose={(state) => {
            go(`#/deliveries/${webhook.id}`, { replace: true })
            void store.choose(state)
          }}
          panelId={PANEL}
        />
      </div>
      <div id={PANEL} role="tabpanel" aria-label={says.states[store.filter.value]}>
        {!ledger && <Skeleton lines={5} label={words.ui.loading} />}
        {ledger?.rows.length === 0 && !isElsewhere && (
          <Empty icon={ScrollText} title={says.empty[store.filter.value === 'all' ? 'all' : 'some']}>
            {store.filter.value === 'all' && <p>{says.emptyHint}</p>}
          </Empty>
        )}
        <ul>
          {isElsewhere && <Row delivery={opened} store={store} webhook={webhook} isOpen />}
          {ledger?.rows.map((delivery) => (
            <Row key={delivery.number} delivery={delivery} store={store} webhook={webhook} isOpen={delivery.number === number} />
          ))}
        </ul>
        {ledger?.nextBefore != null && (
          <div class={styles.more}>
            <Button busy={isBusy} onClick={more}>
              {says.older}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

function Row({ delivery, store, webhook, isOpen }: { delivery: WebhookDelivery; store: WebhookStore; webhook: Webhook; isOpen: boolean }) {
  const { number, state, event, attemptCount, settledAt, firstAttemptAt, createdAt } = delivery
  const id = `delivery-${number}`
  const ref = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isOpen) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const toggle = () => go(`#/deliveries/${webhook.id}${isOpen ? '' : `/${number}`}`, { replace: true })
  return (
    <li ref={ref} class={styles.row} data-open={isOpen}>
      <button type="button" class={styles.line} aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={toggle}>
        <span class={styles.number}>{number}</span>
        <span>
          <Badge tone={TONES[state]}>{says.states[state]}</Badge>
        </span>
        <code class={styles.event}>{event}</code>
        <span class={styles.attempts}>{says.attempts(attemptCount)}</span>
        <span class={styles.when}>
          <Ago at={settledAt ?? firstAttemptAt ?? createdAt} />
        </span>
      </button>
      {isOpen && (
        <div id={id} class={styles.details}>
          <DeliveryDetails store={store} webhook={webhook} number={number} />
        </div>
      )}
    </li>
  )
}
