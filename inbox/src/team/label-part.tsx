import { Pencil, Tag, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { Label } from '../api/wire.ts'
import { isAdministrator } from '../session.ts'
import { IconButton } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { TextField } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useSubmit } from '../ui/use-submit.ts'
import { words } from '../words/words.ts'
import { PartHead } from './part-head.tsx'
import styles from './team-page.module.css'
import { labels } from './team-store.ts'

const says = words.team.labels
const FIRST_COLOUR = '#1f93ff'

type Open = { what: 'edit'; label?: Label } | { what: 'remove'; label: Label }

/** The labels that are defined; administrators change them. */
export function LabelPart() {
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const all = labels.all.value ?? []
  return (
    <section aria-label={says.title}>
      <PartHead
        title={says.title}
        intro={says.intro}
        add={says.add}
        onAdd={isAdministrator.value ? () => setOpen({ what: 'edit' }) : undefined}
      />
      {all.length === 0 && <Empty icon={Tag} title={says.none} />}
      <ul class={styles.list} aria-label={says.list}>
        {all.map((label) => (
          <li key={label.id} class={styles.row}>
            <span class={styles.colour} style={{ background: label.color }} />
            <div class={styles.words}>
              <span class={styles.name}>{label.title}</span>
              {label.description && <span class={styles.detail}>{label.description}</span>}
            </div>
            {isAdministrator.value && (
              <span class={styles.actions}>
                <IconButton icon={Pencil} label={words.team.editNamed(label.title)} onClick={() => setOpen({ what: 'edit', label })} />
                <IconButton icon={Trash2} label={words.team.removeNamed(label.title)} onClick={() => setOpen({ what: 'remove', label })} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {open?.what === 'edit' && <LabelDialog label={open.label} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog
          title={says.removeTitle(open.label.title)}
          action={words.team.remove}
          onConfirm={() => labels.remove(open.label.id)}
          onClose={close}
        >
          {says.removeText}
        </ConfirmDialog>
      )}
    </section>
  )
}

function LabelDialog({ label, onClose }: { label: Label | undefined; onClose: () => void }) {
  const [title, setTitle] = useState(label?.title ?? '')
  const [description, setDescription] = useState(label?.description ?? '')
  const [color, setColor] = useState(label?.color ?? FIRST_COLOUR)
  const { submit, problem, isBusy } = useSubmit(async (said: object, key) => {
    await labels.save(label?.id, said, key)
    onClose()
  })
  return (
    <FormDialog
      title={label ? words.team.editNamed(label.title) : says.add}
      action={label ? words.team.save : says.add}
      onSubmit={() => submit({ title: title.trim(), description: description.trim() || null, color })}
      {...{ problem, isBusy, onClose }}
    >
      <TextField
        label={says.name}
        hint={says.nameHint}
        value={title}
        required
        maxLength={100}
        autoComplete="off"
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
      <TextField
        label={says.description}
        value={description}
        maxLength={20_000}
        onInput={(event) => setDescription(event.currentTarget.value)}
      />
      <TextField label={says.colour} type="color" value={color} onInput={(event) => setColor(event.currentTarget.value)} />
    </FormDialog>
  )
}
