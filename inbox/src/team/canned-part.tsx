import { MessageSquareText, Pencil, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { CannedResponse } from '../api/wire.ts'
import { IconButton } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useSubmit } from '../ui/use-submit.ts'
import { words } from '../words/words.ts'
import { PartHead } from './part-head.tsx'
import styles from './team-page.module.css'
import { cannedResponses } from './team-store.ts'

const says = words.team.canned

type Open = { what: 'edit'; response?: CannedResponse } | { what: 'remove'; response: CannedResponse }

/** Texts to answer with, which the whole team keeps. */
export function CannedPart() {
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const all = cannedResponses.all.value ?? []
  return (
    <section aria-label={says.title}>
      <PartHead title={says.title} intro={says.intro} add={says.add} onAdd={() => setOpen({ what: 'edit' })} />
      {all.length === 0 && <Empty icon={MessageSquareText} title={says.none} />}
      <ul class={styles.list} aria-label={says.list}>
        {all.map((response) => (
          <li key={response.id} class={styles.row}>
            <div class={styles.words}>
              <span class={styles.name}>/{response.shortCode}</span>
              <span class={styles.text}>{response.content}</span>
            </div>
            <span class={styles.actions}>
              <IconButton
                icon={Pencil}
                label={words.team.editNamed(response.shortCode)}
                onClick={() => setOpen({ what: 'edit', response })}
              />
              <IconButton
                icon={Trash2}
                label={words.team.removeNamed(response.shortCode)}
                onClick={() => setOpen({ what: 'remove', response })}
              />
            </span>
          </li>
        ))}
      </ul>
      {open?.what === 'edit' && <CannedDialog response={open.response} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog
          title={says.removeTitle(open.response.shortCode)}
          action={words.team.remove}
          onConfirm={() => cannedResponses.remove(open.response.id)}
          onClose={close}
        >
          {says.removeText}
        </ConfirmDialog>
      )}
    </section>
  )
}

function CannedDialog({ response, onClose }: { response: CannedResponse | undefined; onClose: () => void }) {
  const [shortCode, setShortCode] = useState(response?.shortCode ?? '')
  const [content, setContent] = useState(response?.content ?? '')
  const { submit, problem, isBusy } = useSubmit(async (said: object, key) => {
    await cannedResponses.save(response?.id, said, key)
    onClose()
  })
  return (
    <FormDialog
      title={response ? words.team.editNamed(response.shortCode) : says.add}
      action={response ? words.team.save : says.add}
      onSubmit={() => submit({ shortCode: shortCode.trim(), content })}
      {...{ problem, isBusy, onClose }}
    >
      <TextField
        label={says.code}
        value={shortCode}
        required
        maxLength={255}
        autoComplete="off"
        onInput={(event) => setShortCode(event.currentTarget.value)}
      />
      <TextArea
        label={says.content}
        value={content}
        required
        maxLength={150_000}
        rows={6}
        onInput={(event) => setContent(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
