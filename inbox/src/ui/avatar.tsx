import styles from './avatar.module.css'

/** Somebody's initials on a colour of their own, drawn by the style: they are no text of the button they may stand in. Pictures from elsewhere are never loaded. */
export function Avatar({ name, id, size = 32, online }: { name: string | null; id: number; size?: number; online?: boolean }) {
  return (
    <span
      class={styles.avatar}
      data-tone={id % 6}
      data-initials={initialsOf(name)}
      style={{ width: `${size}px`, height: `${size}px`, fontSize: `${Math.round(size * 0.38)}px` }}
      aria-hidden="true"
    >
      {online !== undefined && <span class={styles.presence} data-online={online} />}
    </span>
  )
}

function initialsOf(name: string | null): string {
  const parts = (name ?? '').trim().split(/\s+/).filter(Boolean)
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => (part === undefined ? '' : ([...part][0] ?? '')))
  return letters.join('').toUpperCase() || '?'
}
