import { useState } from 'preact/hooks'
import type { Webhook } from '../api/wire.ts'
import { go } from '../router.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { toast } from '../ui/toasts.tsx'
import { useSubmit } from '../ui/use-submit.ts'
import { words } from '../words/words.ts'
import { nameOf } from './health.ts'
import { SecretDialog } from './secret-dialog.tsx'
import type { WebhookStore } from './webhook-store.ts'

const says = words.deliveries
type Of = { store: WebhookStore; webhook: Webhook; onClose: () => void }

/** Asks for the position from which everything is told again. */
export function ReplayDialog({ store, webhook, onClose, from = 1 }: Of & { from?: number }) {
  const [text, setText] = useState(String(from))
  const { submit, ...state } = useSubmit<number>(async (position, key) => {
    await store.replayFrom(position, key)
    toast(says.done.replayed)
    onClose()
  })
  return (
    <FormDialog title={says.replay.title} action={says.replay.confirm} onSubmit={() => submit(Number(text))} onClose={onClose} {...state}>
      <p>{says.replay.hint}</p>
      <TextField
        label={says.replay.position}
        hint={says.replay.newest(webhook.position + webhook.lag)}
        type="number"
        min={1}
        required
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

const HOURS = ['24', '1', '168', '0'] as const

/** Gives a webhook another secret and shows it once. */
export function RotateDialog({ store, webhook, onClose }: Of) {
  const [hours, setHours] = useState<(typeof HOURS)[number]>('24')
  const [secret, setSecret] = useState<string>()
  const { submit, ...state } = useSubmit<number>(async (overlapHours, key) => {
    setSecret((await store.rotate(overlapHours, key)).secret)
    await store.refresh()
  })
  if (secret !== undefined) return <SecretDialog secret={secret} onClose={onClose} />
  return (
    <FormDialog title={says.rotate.title} action={says.rotate.confirm} onSubmit={() => submit(Number(hours))} onClose={onClose} {...state}>
      <p>{says.rotate.hint(nameOf(webhook))}</p>
      <Select
        label={says.rotate.overlap}
        hint={says.rotate.overlapHint}
        value={hours}
        options={HOURS.map((value) => ({ value, label: says.rotate.hours[value] }))}
        onChoose={setHours}
      />
    </FormDialog>
  )
}

export function DeleteDialog({ store, webhook, onClose }: Of) {
  const remove = async () => {
    await store.remove()
    toast(says.done.deleted(nameOf(webhook)))
    go('#/deliveries')
  }
  return (
    <ConfirmDialog title={says.delete.title(nameOf(webhook))} action={says.delete.confirm} onConfirm={remove} onClose={onClose}>
      {says.delete.hint(webhook.pending)}
    </ConfirmDialog>
  )
}
