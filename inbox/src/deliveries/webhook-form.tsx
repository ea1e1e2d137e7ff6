import { useRef, useState } from 'preact/hooks'
import { ApiError } from '../api/api-error.ts'
import { newKey } from '../api/client.ts'
import type { NewWebhook, Webhook } from '../api/wire.ts'
import { api } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { words } from '../words/words.ts'
import { EVERYTHING, type EventChoice } from './event-choice.ts'
import { EventPicker } from './event-picker.tsx'
import styles from './webhook-form.module.css'

const says = words.deliveries.form
const FORM = 'webhook-form'

/** Makes a webhook of Parley's own, or changes one. */
export function WebhookForm({
  webhook,
  onClose,
  onSaved,
}: {
  webhook?: Webhook
  onClose: () => void
  onSaved: (saved: Webhook | NewWebhook) => void
}) {
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [name, setName] = useState(webhook?.name ?? '')
  const [events, setEvents] = useState<EventChoice>(webhook?.events ?? [EVERYTHING])
  const [error, setError] = useState<Error>()
  const [isBusy, setBusy] = useState(false)
  // One that is sent again after an answer was lost is made once; what was changed meanwhile is another one.
  const key = useRef({ of: '', key: '' })
  const save = async () => {
    const body = { url: url.trim(), name: name.trim() === '' ? null : name.trim(), events }
    const of = JSON.stringify(body)
    if (key.current.of !== of) key.current = { of, key: newKey() }
    setBusy(true)
    setError(undefined)
    try {
      if (webhook) onSaved(await api.send<Webhook>('PATCH', `/webhooks/${webhook.id}`, body, key.current.key))
      else onSaved(await api.send<NewWebhook>('POST', '/webhooks', body, key.current.key))
    } catch (thrown) {
      setError(thrown as Error)
      setBusy(false)
    }
  }
  const field = error instanceof ApiError ? error.field : undefined
  const isOfUrl = field === 'url' || (error instanceof ApiError && error.code.startsWith('webhook_url'))
  return (
    <Dialog
      title={webhook ? says.change : says.make}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.ui.cancel}</Button>
          <Button look="primary" type="submit" form={FORM} busy={isBusy}>
            {webhook ? says.save : says.create}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        class={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label={says.url}
          hint={says.urlHint}
          error={isOfUrl ? error?.message : undefined}
          type="url"
          inputMode="url"
          autoComplete="off"
          spellcheck={false}
          placeholder="https://example.com/hooks/parley"
          required
          value={url}
          onInput={(event) => setUrl(event.currentTarget.value)}
        />
        <TextField
          label={says.name}
          hint={says.nameHint}
          value={name}
          maxLength={255}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <EventPicker choice={events} onChoose={setEvents} />
        {error && !isOfUrl && (
          <p role="alert" class={styles.error}>
            {error.message}
          </p>
        )}
      </form>
    </Dialog>
  )
}
