import styles from './skeleton.module.css'

/** Grey lines where words are about to be, told once as "Loading…". */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div class={styles.skeleton} role="status">
      <span class="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class={styles.line} style={{ inlineSize: `${92 - ((index * 23) % 45)}%` }} />
      ))}
    </div>
  )
}
