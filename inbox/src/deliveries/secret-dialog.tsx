import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { words } from '../words/words.ts'
import styles from './secret-dialog.module.css'

const says = words.deliveries.secret

/** Shows a secret, the one time it can be. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      title={says.title}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {says.done}
        </Button>
      }
    >
      <p>{says.hint}</p>
      <div class={styles.secret}>
        <code>{secret}</code>
        <CopyButton text={secret} label={words.ui.copy} />
      </div>
    </Dialog>
  )
}
