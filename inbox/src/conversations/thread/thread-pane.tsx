import { signal } from '@preact/signals'
import { CircleAlert, Trash2 } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { connection, onLive } from '../../live/live.ts'
import { api, me } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { words } from '../../words/words.ts'
import { Composer } from '../composer/composer.tsx'
import { pageOutbox } from '../composer/page-outbox.ts'
import type { ComposerHandle } from '../composer/use-writing.ts'
import { MessageList } from './message-list.tsx'
import { ThreadContext, type ThreadRoom } from './thread-context.ts'
import { ThreadHead } from './thread-head.tsx'
import styles from './thread-pane.module.css'
import { ThreadSkeleton } from './thread-skeleton.tsx'
import { TypingLine } from './typing-line.tsx'
import { openThread, type Thread } from './window/open-thread.ts'
import { keepParents } from './window/parents.ts'

type Place = { conversationId: number; at?: number; start: ComponentChildren; end: ComponentChildren }

/**
 * An open conversation: its messages and where one writes. `at` is the seq of a message to show; without it one comes to where one has read to. `start` and `end` stand in its header. Another
 * conversation is another pane: give it its id as key.
 */
export function ThreadPane({ conversationId, at, start, end }: Place) {
  const composer = useRef<ComposerHandle>(null)
  const room = useMemo(() => makeRoom(conversationId, composer), [conversationId])
  const { thread, outbox, parents } = room
  useEffect(() => follow(room), [room])
  useEffect(() => {
    if (thread.phase.value === 'ready' && at !== undefined) void thread.goTo(at)
    else void thread.open(at)
  }, [thread, at])
  useEffect(
    () => outbox.onSent((message) => void (message.conversationId === conversationId && thread.put(message))),
    [outbox, thread, conversationId],
  )
  useEffect(() => onLive('event', ({ message }) => void (message && parents.put(message))), [parents])

  const phase = thread.phase.value
  const isThere = phase === 'loading' || phase === 'ready'
  return (
    <ThreadContext.Provider value={room}>
      <section class={styles.pane} aria-label={words.thread.label}>
        <ThreadHead start={start} end={end} />
        {phase === 'loading' && <ThreadSkeleton />}
        {phase === 'ready' && <MessageList />}
        {phase === 'failed' && <Failed thread={thread} />}
        {phase === 'gone' && <Gone />}
        {isThere && <TypingLine />}
        {isThere && <Composer handle={composer} />}
      </section>
    </ThreadContext.Provider>
  )
}

function Gone() {
  return (
    <Empty icon={Trash2} title={words.thread.gone}>
      {words.thread.goneHint}
    </Empty>
  )
}

function makeRoom(conversationId: number, composer: { current: ComposerHandle | null }): ThreadRoom {
  const { id, name, role } = me.value
  return {
    conversationId,
    thread: openThread({ api, conversationId, me: { id } }),
    outbox: pageOutbox().outbox,
    parents: keepParents(api, conversationId),
    me: { id, name, mayChange: role !== 'driver' },
    editing: signal<number | null>(null),
    unfolded: new Set(),
    reply: (message) => composer.current?.answer(message),
    giveBack: (entry, files) => composer.current?.take(entry, files),
  }
}

/** Keeps a conversation up to date until the function returned is called. */
function follow({ thread }: ThreadRoom): () => void {
  // Where the log could not be followed, or was not yet when the conversation was read, everything is read anew once it is.
  let isStale = connection.value !== 'live'
  const stops = [
    onLive('event', (event) => thread.hear(event)),
    onLive('reset', () => {
      isStale = true
    }),
    connection.subscribe((value) => {
      if (value !== 'live' || !isStale) return
      isStale = false
      void thread.refresh()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function Failed({ thread }: { thread: Thread }) {
  return (
    <Empty icon={CircleAlert} title={words.thread.failed}>
      <p>{thread.problem.value?.message}</p>
      <Button onClick={() => void thread.open()}>{words.ui.retry}</Button>
    </Empty>
  )
}
