import { useState } from 'preact/hooks'
import type { NewWebhook, Webhook } from '../api/wire.ts'
import { api } from '../session.ts'
import { TextField } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useSubmit } from '../ui/use-submit.ts'
import { words } from '../words/words.ts'
import { EVERYTHING, type EventChoice } from './event-choice.ts'
import { EventPicker } from './event-picker.tsx'

const says = words.deliveries.form

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
  const { submit, ...state } = useSubmit(async (said: object, key) => {
    if (webhook) onSaved(await api.send<Webhook>('PATCH', `/webhooks/${webhook.id}`, said, key))
    else onSaved(await api.send<NewWebhook>('POST', '/webhooks', said, key))
  })
  return (
    <FormDialog
      title={webhook ? says.change : says.make}
      action={webhook ? says.save : says.create}
      onSubmit={() => submit({ url: url.trim(), name: name.trim() || null, events })}
      onClose={onClose}
      {...state}
    >
      <TextField
        label={says.url}
        hint={says.urlHint}
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
    </FormDialog>
  )
}
