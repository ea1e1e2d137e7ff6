import styles from './api-mark.module.css'

const LETTERS: Record<string, string> = {
  parley: 'P',
  chatwoot: 'C',
  ndoto: 'N',
  '99digital': '99',
  ondi: 'O',
  mews: 'M',
  tidysupport: 'T',
}

/** The sign of one of the seven APIs; its name stands beside it. */
export function ApiMark({ dialect, size = 32 }: { dialect: string; size?: number }) {
  return (
    <span
      class={styles.mark}
      data-dialect={dialect}
      style={{ inlineSize: `${size}px`, blockSize: `${size}px`, fontSize: `${size * 0.42}px` }}
      aria-hidden="true"
    >
      {LETTERS[dialect] ?? '?'}
    </span>
  )
}
