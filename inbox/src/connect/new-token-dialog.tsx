import { useState } from 'preact/hooks'
import { Select, TextField } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useSubmit } from '../ui/use-submit.ts'
import { words } from '../words/words.ts'
import { createToken } from './connect-store.ts'
import { HolderField } from './holder-field.tsx'
import styles from './new-token-dialog.module.css'
import { type Connection, endOf, type HolderKind, kindsOf, type Term } from './tokens.ts'

const says = words.connect.newToken
const TERMS: readonly Term[] = ['never', 'month', 'quarter', 'year']

/** Asks whom a new token is for, and until when. */
export function NewTokenDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { dialect } = connection
  const kinds = kindsOf(connection)
  const [kind, setKind] = useState<HolderKind>(kinds[0] ?? 'member')
  const [holderId, setHolderId] = useState<number>()
  const [label, setLabel] = useState('')
  const [term, setTerm] = useState<Term>('never')
  // Sent again, the same token has to end at the same time.
  const [openedAt] = useState(() => Date.now())
  const { submit, problem, setProblem, isBusy } = useSubmit(async (body: object, key) => {
    await createToken(body, key)
    onClose()
  })
  const create = () => {
    if (holderId === undefined) return setProblem(says.chooseFirst)
    return submit({ author: { kind, id: holderId }, dialect, label: label.trim(), expiresAt: endOf(term, openedAt) })
  }
  const changeKind = (to: HolderKind) => {
    setKind(to)
    setHolderId(undefined)
  }
  return (
    <FormDialog title={says.title(words.connect.names[dialect])} action={says.create} onSubmit={create} {...{ problem, isBusy, onClose }}>
      {kinds.length > 1 && (
        <fieldset class={styles.kinds}>
          <legend>{says.whom}</legend>
          {kinds.map((one) => (
            <label key={one} class={styles.kind}>
              <input type="radio" name="kind" checked={one === kind} onChange={() => changeKind(one)} />
              <span>{says.kinds[one]}</span>
            </label>
          ))}
        </fieldset>
      )}
      <HolderField key={kind} kind={kind} connection={connection} value={holderId} onChoose={setHolderId} />
      <TextField
        label={says.label}
        hint={says.labelHint}
        value={label}
        maxLength={255}
        onInput={(event) => setLabel(event.currentTarget.value)}
      />
      <Select label={says.ends} options={TERMS.map((value) => ({ value, label: says.terms[value] }))} value={term} onChoose={setTerm} />
    </FormDialog>
  )
}
