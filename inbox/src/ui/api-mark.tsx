import styles from './api-mark.module.css'
import { API_COLOURS, type Dialect } from './apis.ts'

const LETTERS: Readonly<Record<Dialect, string>> = {
  chatwoot: 'C',
  ndoto: 'N',
  '99digital': '99',
  ondi: 'O',
  mews: 'M',
  tidysupport: 'T',
  parley: 'P',
}

/** The sign of one of the seven APIs; its name stands beside it. */
export function ApiMark({ dialect, size = 32 }: { dialect: Dialect; size?: number }) {
  const box = { inlineSize: `${size}px`, blockSize: `${size}px`, fontSize: `${size * 0.42}px` }
  return (
    <span class={styles.mark} style={{ '--tone': API_COLOURS[dialect], ...box }} aria-hidden="true">
      {LETTERS[dialect]}
    </span>
  )
}
