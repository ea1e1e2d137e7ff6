import { X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { words } from '../words/words.ts'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'
import { focusBack } from './focus-back.ts'

/** A dialog over the page while it is rendered: focus stays in it and goes back afterwards; Escape, the cross and a click beside it close it. */
export function Dialog({
  title,
  onClose,
  children,
  actions,
  wide = false,
}: {
  title: string
  onClose: () => void
  children: ComponentChildren
  actions?: ComponentChildren
  wide?: boolean
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const back = focusBack()
    ref.current?.showModal()
    return back
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same.
    <dialog
      ref={ref}
      class={`${styles.dialog} ${wide ? styles.wide : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div class={styles.inner}>
        <header class={styles.header}>
          <h2 id={id}>{title}</h2>
          <IconButton icon={X} label={words.ui.close} onClick={onClose} />
        </header>
        <div class={styles.body}>{children}</div>
        {actions && <footer class={styles.footer}>{actions}</footer>}
      </div>
    </dialog>
  )
}
