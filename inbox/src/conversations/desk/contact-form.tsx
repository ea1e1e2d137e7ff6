import { Plus, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { Contact } from '../../api/wire.ts'
import { api } from '../../session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { words } from '../../words/words.ts'
import { attributeChanges, attributesOf } from './attributes.ts'
import styles from './contact-form.module.css'

const FIELDS = ['name', 'email', 'phone', 'identifier'] as const
type Field = (typeof FIELDS)[number]
const INPUT_MODES = { name: 'text', email: 'email', phone: 'tel', identifier: 'text' } as const

/** Everything of a contact that the team writes down. */
export function ContactForm({ contact, onSaved, onClose }: { contact: Contact; onSaved: (contact: Contact) => void; onClose: () => void }) {
  const [fields, setFields] = useState(
    () => Object.fromEntries(FIELDS.map((field) => [field, contact[field] ?? ''])) as Record<Field, string>,
  )
  const [rows, setRows] = useState(() => attributesOf(contact.attributes))
  const { submit, problem, isBusy } = useSubmit(async (body: object, key: string) => {
    onSaved(await api.send<Contact>('PATCH', `/contacts/${contact.id}`, body, key))
    onClose()
  })

  function save(): void {
    const changed = FIELDS.filter((field) => fields[field].trim() !== (contact[field] ?? ''))
    const attributes = attributeChanges(contact.attributes, rows)
    if (changed.length === 0 && Object.keys(attributes).length === 0) onClose()
    else
      void submit({
        ...Object.fromEntries(changed.map((field) => [field, fields[field].trim() || null])),
        ...(Object.keys(attributes).length > 0 && { attributes }),
      })
  }

  return (
    <FormDialog
      title={words.work.contact.editTitle}
      action={words.work.contact.save}
      problem={problem}
      isBusy={isBusy}
      onSubmit={save}
      onClose={onClose}
    >
      {FIELDS.map((field) => (
        <TextField
          key={field}
          label={words.work.contact[field]}
          inputMode={INPUT_MODES[field]}
          value={fields[field]}
          onInput={(event) => setFields({ ...fields, [field]: event.currentTarget.value })}
        />
      ))}
      <AttributeRows rows={rows} onChange={setRows} />
    </FormDialog>
  )
}

type Rows = [name: string, text: string][]

function AttributeRows({ rows, onChange }: { rows: Rows; onChange: (rows: Rows) => void }) {
  const set = (index: number, row: Rows[number]) => onChange(rows.with(index, row))
  return (
    <fieldset class={styles.attributes}>
      <legend>{words.work.contact.attributes}</legend>
      <p class={styles.hint}>{words.work.contact.attributesHint}</p>
      {rows.map(([name, text], index) => (
        <div key={index} class={styles.row}>
          <TextField
            label={words.work.contact.attributeName}
            hideLabel
            value={name}
            onInput={(event) => set(index, [event.currentTarget.value, text])}
          />
          <TextField
            label={words.work.contact.attributeValue}
            hideLabel
            value={text}
            onInput={(event) => set(index, [name, event.currentTarget.value])}
          />
          <IconButton
            icon={Trash2}
            label={words.work.contact.removeAttribute(name)}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button small look="quiet" icon={Plus} onClick={() => onChange([...rows, ['', '']])}>
        {words.work.contact.addAttribute}
      </Button>
    </fieldset>
  )
}
