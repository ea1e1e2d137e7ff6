import { useRef, useState } from 'preact/hooks'
import { newKey } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { words } from '../words/words.ts'
import { createToken } from './connect-store.ts'
import { HolderField } from './holder-field.tsx'
import styles from './new-token-dialog.module.css'
import { type Connection, endOf, type HolderKind, kindsOf, type Term } from './tokens.ts'

const says = words.connect.newToken
const TERMS: readonly Term[] = ['never', 'month', 'quarter', 'year']

/** Asks whom a new token is for, and until when. What was typed stays when the server refuses. */
export function NewTokenDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const kinds = kindsOf(connection)
  const [kind, setKind] = useState<HolderKind>(kinds[0] ?? 'member')
  const [holderId, setHolderId] = useState<number>()
  const [label, setLabel] = useState('')
  const [term, setTerm] = useState<Term>('never')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  // Sent again after a break, the same token is answered; said otherwise, it is another one.
  const attempt = useRef({ said: '', key: '', at: 0 })
  const { dialect } = connection
  const create = async () => {
    if (holderId === undefined) return setProblem(says.chooseFirst)
    const said = JSON.stringify([kind, holderId, label, term])
    if (attempt.current.said !== said) attempt.current = { said, key: newKey(), at: Date.now() }
    const { key, at } = attempt.current
    setProblem(undefined)
    setBusy(true)
    try {
      await createToken({ author: { kind, id: holderId }, dialect, label: label.trim(), expiresAt: endOf(term, at) }, key)
      onClose()
    } catch (error) {
      setProblem((error as Error).message)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={says.title(words.connect.names[dialect] ?? dialect)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.ui.cancel}</Button>
          <Button look="primary" type="submit" form="new-token" busy={isBusy}>
            {says.create}
          </Button>
        </>
      }
    >
      <form
        id="new-token"
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        {kinds.length > 1 && (
          <fieldset class={styles.kinds}>
            <legend>{says.whom}</legend>
            {kinds.map((one) => (
              <label key={one} class={styles.kind}>
                <input
                  type="radio"
                  name="kind"
                  checked={one === kind}
                  onChange={() => {
                    setKind(one)
                    setHolderId(undefined)
                  }}
                />
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
        <p class={styles.problem} role="alert">
          {problem}
        </p>
      </form>
    </Dialog>
  )
}
