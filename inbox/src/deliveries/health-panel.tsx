import { Ellipsis, FlaskConical, KeyRound, Pause, Pencil, Play, RotateCcw, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { Webhook } from '../api/wire.ts'
import { useActions } from '../palette/use-actions.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { toast, toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { DeleteDialog, ReplayDialog, RotateDialog } from './dialogs.tsx'
import { healthOf, isMadeHere, toneOf } from './health.ts'
import { HealthBadge, healthSentence } from './health-badge.tsx'
import styles from './health-panel.module.css'
import { type Asked, type Doing, webhookActions } from './webhook-actions.ts'
import { WebhookForm } from './webhook-form.tsx'
import type { WebhookStore } from './webhook-store.ts'

const says = words.deliveries

/** How a webhook is, and everything that can be done to it. */
export function HealthPanel({ store, webhook }: { store: WebhookStore; webhook: Webhook }) {
  const [asked, setAsked] = useState<Asked>()
  const [isBusy, setBusy] = useState(false)
  const run = (work: () => Promise<void>, done: string) => {
    setBusy(true)
    work()
      .then(() => toast(done), toastError)
      .finally(() => setBusy(false))
  }
  const close = () => setAsked(undefined)
  useActions(webhookActions({ store, webhook, run, ask: setAsked }))
  return (
    <section class={styles.panel} data-tone={toneOf(healthOf(webhook))} aria-label={says.health.title}>
      <div class={styles.health} role="status">
        <HealthBadge webhook={webhook} />
        <p>{healthSentence(webhook)}</p>
      </div>
      <div class={styles.actions}>
        <Going webhook={webhook} store={store} busy={isBusy} run={run} />
        {isMadeHere(webhook) && webhook.status === 'active' && (
          <Button icon={FlaskConical} busy={isBusy} onClick={() => run(store.test, says.done.tested)}>
            {says.actions.test}
          </Button>
        )}
        <More webhook={webhook} ask={setAsked} />
      </div>
      {asked === 'edit' && (
        <WebhookForm
          webhook={webhook}
          onClose={close}
          onSaved={(saved) => {
            store.webhook.value = saved
            close()
          }}
        />
      )}
      {asked === 'rotate' && <RotateDialog store={store} webhook={webhook} onClose={close} />}
      {asked === 'replay' && <ReplayDialog store={store} webhook={webhook} onClose={close} />}
      {asked === 'delete' && <DeleteDialog store={store} webhook={webhook} onClose={close} />}
    </section>
  )
}

/** What holds it up or sets it going. */
function Going({ webhook, store, busy, run }: { webhook: Webhook; store: WebhookStore; busy: boolean; run: Doing['run'] }) {
  if (webhook.status === 'active') {
    return (
      <>
        {webhook.failingSince !== null && (
          <Button look="primary" icon={Play} busy={busy} onClick={() => run(() => store.resume('here'), says.done.tried)}>
            {says.actions.tryNow}
          </Button>
        )}
        <Button icon={Pause} busy={busy} onClick={() => run(store.pause, says.done.paused)}>
          {says.actions.pause}
        </Button>
      </>
    )
  }
  return (
    <Menu
      label={says.actions.resume}
      items={[
        { label: says.actions.resumeHere, onChoose: () => run(() => store.resume('here'), says.done.resumed) },
        { label: says.actions.resumeNow, onChoose: () => run(() => store.resume('now'), says.done.resumed) },
      ]}
      trigger={(props) => (
        <Button {...props} look="primary" icon={Play} busy={busy}>
          {says.actions.resume}
        </Button>
      )}
    />
  )
}

function More({ webhook, ask }: { webhook: Webhook; ask: (what: Asked) => void }) {
  const made = isMadeHere(webhook)
  const elsewhere = { hint: says.actions.elsewhere, disabled: true }
  return (
    <Menu
      label={words.ui.more}
      items={[
        { label: says.actions.edit, icon: Pencil, onChoose: () => ask('edit'), ...(!made && elsewhere) },
        { label: says.actions.rotate, icon: KeyRound, onChoose: () => ask('rotate'), ...(webhook.target !== 'webhook' && elsewhere) },
        { label: says.actions.replay, icon: RotateCcw, onChoose: () => ask('replay') },
        'line',
        { label: says.actions.delete, icon: Trash2, danger: true, onChoose: () => ask('delete'), ...(!made && elsewhere) },
      ]}
      trigger={(props) => <IconButton {...props} icon={Ellipsis} label={words.ui.more} />}
    />
  )
}
