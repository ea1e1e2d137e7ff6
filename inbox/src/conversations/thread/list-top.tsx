import { Button } from '../../ui/button.tsx'
import { words } from '../../words/words.ts'
import styles from './message-list.module.css'
import { useRoom } from './thread-context.ts'
import { hasOlder } from './window/message-window.ts'

/** Above the first row: that there is more, that it could not be loaded, or that this is where the conversation begins. Always as high, so that nothing moves. */
export function ListTop() {
  const { thread } = useRoom()
  const problem = thread.pageProblem.value
  const window = thread.window.value
  if (problem)
    return (
      <div class={styles.top}>
        {words.thread.pageFailed}
        <Button small look="quiet" onClick={() => void (hasOlder(window) ? thread.loadOlder() : thread.loadNewer())}>
          {words.ui.retry}
        </Button>
      </div>
    )
  if (hasOlder(window)) return <div class={styles.top}>{words.thread.older}</div>
  return <div class={styles.top}>{window.lastSeq === 0 ? words.thread.empty : words.thread.beginning}</div>
}
