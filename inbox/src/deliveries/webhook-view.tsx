import { CircleAlert } from 'lucide'
import { useEffect, useMemo } from 'preact/hooks'
import { ApiError } from '../api/api-error.ts'
import { usePolling } from '../live/use-polling.ts'
import { go } from '../router.ts'
import { api } from '../session.ts'
import { ApiMark } from '../ui/api-mark.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { words } from '../words/words.ts'
import { Facts } from './facts.tsx'
import { healthOf, nameOf } from './health.ts'
import { HealthPanel } from './health-panel.tsx'
import { LedgerView } from './ledger-view.tsx'
import { createWebhookStore } from './webhook-store.ts'
import styles from './webhook-view.module.css'

const says = words.deliveries
const EVERY_MS = 3000
/** While its deliveries are on their way. */
const MOVING_EVERY_MS = 1000

/** One webhook: how it is, what can be done, and its ledger; with a number, one delivery of it is open. */
export function WebhookView({ id, number }: { id: string; number: number | undefined }) {
  const store = useMemo(() => createWebhookStore(api, Number(id), (tested) => go(`#/deliveries/${id}/${tested}`, { replace: true })), [id])
  useEffect(() => void store.open(number).catch(() => {}), [store, number])
  const webhook = store.webhook.value
  usePolling(store.refresh, webhook && healthOf(webhook).kind === 'behind' ? MOVING_EVERY_MS : EVERY_MS, store)
  const failure = store.failure.value
  if (!webhook) return failure ? <Missing failure={failure} retry={store.refresh} /> : <Skeleton lines={8} label={words.ui.loading} />
  return (
    <>
      <header class={styles.header}>
        <a class={styles.back} href="#/deliveries">
          {says.back}
        </a>
        <div class={styles.name}>
          <ApiMark dialect={webhook.dialect} size={38} />
          <h1 class={styles.title}>{nameOf(webhook)}</h1>
        </div>
        <div class={styles.address}>
          <code>{webhook.url}</code>
          <CopyButton text={webhook.url} name={says.copyAddress} />
        </div>
      </header>
      {failure && (
        <p role="alert" class={styles.failure}>
          {failure.message}
        </p>
      )}
      <HealthPanel store={store} webhook={webhook} />
      <Facts webhook={webhook} />
      <LedgerView store={store} webhook={webhook} number={number} />
    </>
  )
}

function Missing({ failure, retry }: { failure: Error; retry: () => Promise<void> }) {
  const isGone = failure instanceof ApiError && failure.status === 404
  return (
    <Empty icon={CircleAlert} title={isGone ? says.gone : says.unreadable}>
      <p>{failure.message}</p>
      {isGone ? <a href="#/deliveries">{says.back}</a> : <Button onClick={() => void retry()}>{words.ui.retry}</Button>}
    </Empty>
  )
}
