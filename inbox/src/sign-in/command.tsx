import { CopyButton } from '../ui/copy-button.tsx'
import styles from './sign-in-page.module.css'

/** Something to type elsewhere, ready to copy. */
export function Command({ text }: { text: string }) {
  return (
    <div class={styles.command}>
      <code>{text}</code>
      <CopyButton text={text} />
    </div>
  )
}
