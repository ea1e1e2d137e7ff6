import { Globe, Mail, Plug, Plus } from 'lucide'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Channel } from '../api/wire.ts'
import { isAdministrator } from '../session.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useSubmit } from '../ui/use-submit.ts'
import { words } from '../words/words.ts'
import { channels, createWidget } from './connect-store.ts'
import { InstallWidget } from './install-widget.tsx'
import styles from './widget-panel.module.css'

const says = words.connect.widget
const ICONS = { api: Plug, email: Mail, web_widget: Globe }

/** Where customers come from, and how the widget gets onto a site. */
export function WidgetPanel({ url }: { url: string }) {
  const all = channels.value ?? []
  const [chosenId, setChosen] = useState(all.find(({ kind }) => kind === 'web_widget')?.id)
  const chosen = all.find(({ id }) => id === chosenId)
  return (
    <div class={styles.panel}>
      <header>
        <h2 class={styles.title}>{says.title}</h2>
        <p class={styles.intro}>{says.intro}</p>
      </header>
      <section aria-label={says.list}>
        {all.length === 0 && <p class={styles.none}>{says.none}</p>}
        <ul class={styles.list}>
          {all.map((channel) => (
            <Row key={channel.id} channel={channel} isChosen={channel.id === chosenId} onChoose={() => setChosen(channel.id)} />
          ))}
        </ul>
        {isAdministrator.value ? <AddWidget onMade={setChosen} /> : <p class={styles.none}>{says.adminsOnly}</p>}
      </section>
      {chosen && <InstallWidget key={chosen.id} channel={chosen} url={url} />}
    </div>
  )
}

function Row({ channel: { name, kind, identifier }, isChosen, onChoose }: { channel: Channel; isChosen: boolean; onChoose: () => void }) {
  return (
    <li class={styles.channel} data-chosen={isChosen}>
      <span class={styles.icon}>
        <Icon of={ICONS[kind]} size={17} />
      </span>
      <span class={styles.name}>{name}</span>
      <Badge>{says.kinds[kind]}</Badge>
      <span class={styles.identifier}>
        <code>{identifier}</code>
        <CopyButton text={identifier} name={words.connect.address.copy(`${says.identifier}, ${name}`)} />
      </span>
      {kind === 'web_widget' && (
        <Button small look="quiet" aria-pressed={isChosen} onClick={onChoose}>
          {says.show}
        </Button>
      )}
    </li>
  )
}

function AddWidget({ onMade }: { onMade: (id: number) => void }) {
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  const form = useRef<HTMLFormElement>(null)
  // At once: somebody types on.
  useLayoutEffect(() => {
    if (isOpen) form.current?.querySelector('input')?.focus()
  }, [isOpen])
  const { submit, problem, isBusy } = useSubmit(async (wanted: string, key) => {
    onMade((await createWidget(wanted, key)).id)
    setName('')
    setOpen(false)
  })
  if (!isOpen) {
    return (
      <Button icon={Plus} onClick={() => setOpen(true)}>
        {says.add}
      </Button>
    )
  }
  return (
    <form
      ref={form}
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit(name.trim())
      }}
    >
      <TextField
        label={says.name}
        value={name}
        error={problem}
        required
        maxLength={255}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Button look="primary" type="submit" busy={isBusy}>
        {says.create}
      </Button>
      <Button look="quiet" onClick={() => setOpen(false)}>
        {words.ui.cancel}
      </Button>
    </form>
  )
}
