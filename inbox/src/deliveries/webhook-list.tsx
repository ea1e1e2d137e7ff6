import { ChevronRight, Plus, Send } from 'lucide'
import { useState } from 'preact/hooks'
import type { Webhook } from '../api/wire.ts'
import { usePolling } from '../live/use-polling.ts'
import { useActions } from '../palette/use-actions.ts'
import { go } from '../router.ts'
import { api } from '../session.ts'
import { ApiMark } from '../ui/api-mark.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { words } from '../words/words.ts'
import { byUrgency, isTrouble, nameOf } from './health.ts'
import { HealthBadge, healthSentence } from './health-badge.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { Ago } from './time.tsx'
import { WebhookForm } from './webhook-form.tsx'
import styles from './webhook-list.module.css'

const says = words.deliveries
const EVERY_MS = 5000

/** All webhooks of the account, whichever API made them, with how each is. */
export function WebhookList() {
  const [webhooks, setWebhooks] = useState<readonly Webhook[]>()
  const [failure, setFailure] = useState<Error>()
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<{ id: number; secret: string }>()
  const read = async () => {
    try {
      setWebhooks((await readAll()).toSorted(byUrgency))
      setFailure(undefined)
    } catch (error) {
      setFailure(error as Error)
    }
  }
  usePolling(read, EVERY_MS)
  useActions([{ id: 'webhook.add', group: 'webhooks', words: says.add, icon: Plus, run: () => setAdding(true) }])
  const add = (
    <Button look="primary" icon={Plus} onClick={() => setAdding(true)}>
      {says.add}
    </Button>
  )
  return (
    <>
      <header class={styles.header}>
        <div>
          <h1 class={styles.title}>{words.pages.deliveries}</h1>
          <p class={styles.intro}>{says.intro}</p>
        </div>
        {webhooks && webhooks.length > 0 && add}
      </header>
      {failure && (
        <p role="alert" class={styles.failure}>
          {failure.message}
        </p>
      )}
      {!webhooks && !failure && <Skeleton lines={6} label={words.ui.loading} />}
      {webhooks?.length === 0 && (
        <Empty icon={Send} title={says.empty}>
          <p>{says.emptyHint}</p>
          {add}
        </Empty>
      )}
      <ul class={styles.list}>
        {webhooks?.map((webhook) => (
          <li key={webhook.id}>
            <Row webhook={webhook} />
          </li>
        ))}
      </ul>
      {isAdding && (
        <WebhookForm
          onClose={() => setAdding(false)}
          onSaved={(saved) => {
            setAdding(false)
            if ('secret' in saved) setMade(saved)
          }}
        />
      )}
      {made && <SecretDialog secret={made.secret} onClose={() => go(`#/deliveries/${made.id}`)} />}
    </>
  )
}

function Row({ webhook }: { webhook: Webhook }) {
  return (
    <a class={styles.row} href={`#/deliveries/${webhook.id}`}>
      <ApiMark dialect={webhook.dialect} size={34} />
      <span class={styles.what}>
        <strong>{nameOf(webhook)}</strong>
        <span class={styles.address}>{webhook.url}</span>
      </span>
      <span class={styles.health}>
        <HealthBadge webhook={webhook} />
        {isTrouble(webhook) && <span class={styles.sentence}>{healthSentence(webhook)}</span>}
      </span>
      <span class={styles.last}>
        {webhook.lastAttemptAt === null ? says.neverTold : <Ago at={webhook.lastAttemptAt} say={says.lastTold} />}
      </span>
      <Icon of={ChevronRight} size={16} />
    </a>
  )
}

async function readAll(): Promise<Webhook[]> {
  const found: Webhook[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: { webhooks: Webhook[]; nextAfter: number | null } = await api.get('/webhooks', { after, limit: 200 })
    found.push(...page.webhooks)
    after = page.nextAfter
  }
  return found
}
