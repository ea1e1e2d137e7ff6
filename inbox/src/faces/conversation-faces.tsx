import { CircleAlert, ExternalLink } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { useActions } from '../palette/use-actions.ts'
import { go } from '../router.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { words } from '../words/words.ts'
import { conceptsOf, litOf, pinned, pointedAt } from './concepts.ts'
import { FaceCard } from './face-card.tsx'
import styles from './faces.module.css'
import { Header } from './header.tsx'
import { Said } from './said.tsx'
import { Strip } from './strip.tsx'
import { useFaces } from './use-faces.ts'
import { useMessages } from './use-messages.ts'

/** The messages of a conversation at the side, and beside them what every API's clients are given for one of them, or for all of it. */
export function ConversationFaces({ conversationId, messageId }: { conversationId: number; messageId: number | null }) {
  const follows = useRef(false)
  const known = useMessages(conversationId)
  const { shown, error, retry } = useFaces(conversationId, messageId, follows)
  const newest = known.messages?.findLast(({ direction }) => direction !== 'system')?.id
  const before = useRef(newest)
  useEffect(() => {
    // Whoever looks at the newest message goes on to the next one as it comes.
    if (newest !== undefined && before.current !== undefined && before.current !== newest && messageId === before.current) {
      follows.current = true
      go(`#/faces/${conversationId}/messages/${newest}`, { replace: true })
    }
    before.current = newest
  }, [newest])
  const step = (by: number) => {
    const at = known.messages?.findIndex(({ id }) => id === messageId) ?? -1
    const to = known.messages?.at(at < 0 ? -1 : Math.max(0, at + by))
    if (to) go(`#/faces/${conversationId}/messages/${to.id}`)
  }
  useActions([
    { id: 'faces.next', group: 'list', words: words.faces.next, keys: 'j', run: () => step(1) },
    { id: 'faces.previous', group: 'list', words: words.faces.previous, keys: 'k', run: () => step(-1) },
    {
      id: 'faces.open',
      group: 'conversation',
      words: words.faces.open,
      icon: ExternalLink,
      run: () => go(`#/conversations/${conversationId}`),
    },
  ])
  const concepts = shown ? conceptsOf(shown.faces) : []
  const lit = litOf(shown?.faces ?? [], pointedAt.value, pinned.value)
  return (
    <div class={styles.page}>
      <Header conversationId={conversationId} />
      <Strip conversationId={conversationId} messageId={messageId} known={known} />
      <div class={styles.stage}>
        {error && !shown && (
          <Empty icon={CircleAlert} title={words.faces.failed}>
            <p>{error.message}</p>
            <Button onClick={retry}>{words.ui.retry}</Button>
          </Empty>
        )}
        {shown && (
          <div class={styles.grid}>
            <Said faces={shown.faces} concepts={concepts} lit={lit} />
            {shown.faces.map((face) => (
              <FaceCard
                key={face.dialect}
                face={face}
                path={shown.path}
                lit={lit}
                changed={shown.changed.get(face.dialect)}
                change={shown.change}
              />
            ))}
          </div>
        )}
        {!shown && !error && (
          <div class={styles.grid}>
            {Array.from({ length: 8 }, (_, index) => (
              <div key={index} class={styles.card}>
                <Skeleton lines={9} label={words.ui.loading} />
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
