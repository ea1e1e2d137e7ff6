import { useState } from 'preact/hooks'
import { TextField } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { words } from '../../words/words.ts'
import { listSnoozeTimes, toFieldTime } from './snooze-times.ts'

/** Any time that is still to come. */
export function SnoozeDialog({ onClose, onChoose }: { onClose: () => void; onChoose: (at: Date) => void }) {
  const [text, setText] = useState(() => toFieldTime(listSnoozeTimes(new Date())[0]?.at ?? new Date()))
  const [problem, setProblem] = useState<string>()
  const submit = () => {
    const at = new Date(text)
    if (!(at.getTime() > Date.now())) return setProblem(words.work.desk.snoozePast)
    onClose()
    onChoose(at)
  }
  return (
    <FormDialog
      title={words.work.desk.snoozeTitle}
      action={words.work.desk.snooze}
      problem={problem}
      isBusy={false}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={words.work.desk.snoozeField}
        type="datetime-local"
        autofocus
        required
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
