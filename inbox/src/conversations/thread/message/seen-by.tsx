import { Avatar } from '../../../ui/avatar.tsx'
import { words } from '../../../words/words.ts'
import styles from '../message-list.module.css'
import type { Seer } from '../window/message-rows.ts'
import { authorName } from './author-name.ts'

/** So many faces stand beside one another. */
const MOST_FACES = 4

/** Who has read up to here and no further. */
export function SeenBy({ seers }: { seers: readonly Seer[] }) {
  const said = words.thread.seenBy(seers.map(authorName).join(', '))
  return (
    <p class={styles.seen} title={said}>
      <span class={styles.faces}>
        {seers.slice(0, MOST_FACES).map((seer) => (
          <Avatar key={`${seer.kind}:${seer.id}`} name={seer.name} id={seer.id} size={16} />
        ))}
      </span>
      <span>{said}</span>
    </p>
  )
}
