import { X } from 'lucide'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import type { Directory } from './directory.ts'
import styles from './label-chip.module.css'

/** A label with the colour it was defined with; its words are never the colour, so that they can be read on any. */
export function LabelChip({
  label,
  directory,
  small = false,
  onRemove,
}: {
  label: string
  directory: Directory
  small?: boolean
  onRemove?: () => void
}) {
  const color = directory.labels.value.find((one) => one.title === label)?.color
  return (
    <span class={`${styles.chip} ${small ? styles.small : ''}`}>
      <span class={styles.dot} style={color === undefined ? {} : { background: color }} />
      <span class={styles.words}>{label}</span>
      {onRemove && (
        <button type="button" class={styles.remove} aria-label={words.work.desk.removeLabel(label)} onClick={onRemove}>
          <Icon of={X} size={13} />
        </button>
      )}
    </span>
  )
}
