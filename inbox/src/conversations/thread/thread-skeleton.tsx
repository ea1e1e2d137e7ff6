import { words } from '../../words/words.ts'
import styles from './thread-pane.module.css'

const BUBBLES = [
  ['in', 38],
  ['in', 54],
  ['out', 46],
  ['in', 30],
  ['out', 58],
  ['out', 34],
] as const

/** Where messages are about to stand. */
export function ThreadSkeleton() {
  return (
    <div class={styles.skeleton} role="status">
      <span class="visually-hidden">{words.thread.loading}</span>
      {BUBBLES.map(([side, width], index) => (
        <span key={index} data-side={side} style={{ inlineSize: `${width}%` }} />
      ))}
    </div>
  )
}
