import { useRef, useState } from 'preact/hooks'
import { newKey } from '../api/client.ts'
import type { Webhook } from '../api/wire.ts'
import { go } from '../router.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { toast } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { nameOf } from './health.ts'
import { SecretDialog } from './secret-dialog.tsx'
import type { WebhookStore } from './webhook-store.ts'

const says = words.deliveries
type Of = { store: WebhookStore; webhook: Webhook; onClose: () => void }

/** What a dialog does when it is confirmed: once at a time, and what went wrong is said in it. */
function useConfirm(work: () => Promise<void>) {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const confirm = async () => {
    setBusy(true)
    setError(undefined)
    await work().catch((thrown: Error) => setError(thrown.message))
    setBusy(false)
  }
  return { isBusy, error, confirm: () => void confirm() }
}

/** Asks for the position from which everything is told again. */
export function ReplayDialog({ store, webhook, onClose, from = 1 }: Of & { from?: number }) {
  const [text, setText] = useState(String(from))
  const { isBusy, error, confirm } = useConfirm(async () => {
    await store.replayFrom(Number(text))
    toast(says.done.replayed)
    onClose()
  })
  return (
    <Dialog
      title={says.replay.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.ui.cancel}</Button>
          <Button look="primary" busy={isBusy} onClick={confirm}>
            {says.replay.confirm}
          </Button>
        </>
      }
    >
      <p>{says.replay.hint}</p>
      <TextField
        label={says.replay.position}
        hint={says.replay.newest(webhook.position + webhook.lag)}
        error={error}
        type="number"
        min={1}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </Dialog>
  )
}

const HOURS = ['24', '1', '168', '0'] as const

/** Gives a webhook another secret and shows it once. */
export function RotateDialog({ store, webhook, onClose }: Of) {
  const [hours, setHours] = useState<(typeof HOURS)[number]>('24')
  const [secret, setSecret] = useState<string>()
  // A secret whose answer was lost on its way comes again with the same key.
  const key = useRef(newKey())
  const { isBusy, error, confirm } = useConfirm(async () => {
    const made = await store.rotate(Number(hours), key.current)
    setSecret(made.secret)
    await store.refresh()
  })
  if (secret !== undefined) return <SecretDialog secret={secret} onClose={onClose} />
  return (
    <Dialog
      title={says.rotate.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.ui.cancel}</Button>
          <Button look="primary" busy={isBusy} onClick={confirm}>
            {says.rotate.confirm}
          </Button>
        </>
      }
    >
      <p>{says.rotate.hint(nameOf(webhook))}</p>
      <Select
        label={says.rotate.overlap}
        hint={says.rotate.overlapHint}
        error={error}
        value={hours}
        options={HOURS.map((value) => ({ value, label: says.rotate.hours[value] }))}
        onChoose={(chosen) => {
          key.current = newKey()
          setHours(chosen)
        }}
      />
    </Dialog>
  )
}

export function DeleteDialog({ store, webhook, onClose }: Of) {
  const { isBusy, error, confirm } = useConfirm(async () => {
    await store.remove()
    toast(says.done.deleted(nameOf(webhook)))
    go('#/deliveries')
  })
  return (
    <Dialog
      title={says.delete.title(nameOf(webhook))}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.ui.cancel}</Button>
          <Button look="danger" busy={isBusy} onClick={confirm}>
            {says.delete.confirm}
          </Button>
        </>
      }
    >
      <p>{says.delete.hint(webhook.pending)}</p>
      {error !== undefined && <p role="alert">{error}</p>}
    </Dialog>
  )
}
