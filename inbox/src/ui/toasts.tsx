import { signal } from '@preact/signals'
import { X } from 'lucide'
import { words } from '../words/words.ts'
import { Button, IconButton } from './button.tsx'
import styles from './toasts.module.css'

type Toast = { id: number; text: string; tone: 'plain' | 'danger'; action?: { label: string; run: () => void } }

const STAYS_MS = 6000
const shown = signal<readonly Toast[]>([])
let lastId = 0

/** Says something at the edge of the page for some seconds; what went wrong stays until it is dismissed. */
export function toast(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
  const id = ++lastId
  const { tone = 'plain', action } = options
  shown.value = [...shown.value.slice(-3), { id, text, tone, action }]
  if (tone === 'plain') setTimeout(() => dismiss(id), STAYS_MS)
}

/** Says what went wrong, in the words of the error. */
export function toastError(error: unknown): void {
  toast(error instanceof Error ? error.message : String(error), { tone: 'danger' })
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((one) => one.id !== id)
}

export function Toasts() {
  return (
    <div class={styles.toasts} role="status" aria-live="polite">
      {shown.value.map(({ id, text, tone, action }) => (
        <div key={id} class={`${styles.toast} ${styles[tone]}`}>
          <span class={styles.text}>{text}</span>
          {action && (
            <Button
              look="quiet"
              small
              onClick={() => {
                dismiss(id)
                action.run()
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton icon={X} label={words.ui.dismiss} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  )
}
