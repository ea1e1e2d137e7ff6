import { ChevronRight } from 'lucide'
import { Icon } from '../ui/icon.tsx'
import type { Entry } from './entries.ts'
import { Keys } from './keys-view.tsx'
import styles from './palette.module.css'

/** One thing to choose. The field above keeps the focus and says which it is. */
export function PaletteLine({
  id,
  entry,
  isActive,
  onPoint,
  onChoose,
}: {
  id: string
  entry: Entry
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which says what is chosen.
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus.
    <div
      id={id}
      class={styles.option}
      role="option"
      aria-selected={isActive}
      onPointerMove={() => isActive || onPoint()}
      onClick={onChoose}
    >
      <span class={styles.mark}>{entry.isChosen ? '✓' : entry.icon && <Icon of={entry.icon} size={16} />}</span>
      <span class={styles.words}>{entry.words}</span>
      {entry.hint && <span class={styles.hint}>{entry.hint}</span>}
      {entry.keys && <Keys of={entry.keys} />}
      {'choose' in entry.of && <Icon of={ChevronRight} size={15} />}
    </div>
  )
}
