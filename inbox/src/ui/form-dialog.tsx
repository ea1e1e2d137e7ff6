import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { words } from '../words/words.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import styles from './form-dialog.module.css'

/** A dialog with fields, sent by its button or by Enter. What is wrong is said below them, and what was typed stays. */
export function FormDialog({
  title,
  action,
  problem,
  isBusy,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  action: string
  problem: string | undefined
  isBusy: boolean
  onSubmit: () => unknown
  onClose: () => void
  children: ComponentChildren
}) {
  const id = useId()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.ui.cancel}</Button>
          <Button look="primary" type="submit" form={id} busy={isBusy}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={id}
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void onSubmit()
        }}
      >
        {children}
        <p class={styles.problem} role="alert">
          {problem}
        </p>
      </form>
    </Dialog>
  )
}
