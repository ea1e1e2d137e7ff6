import { useSignal } from '@preact/signals'
import { CircleAlert } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { onLive } from '../../live/live.ts'
import { api } from '../../session.ts'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toastError } from '../../ui/toasts.tsx'
import { words } from '../../words/words.ts'
import type { Listed } from '../conversations.ts'
import { useWork } from '../work.ts'
import { About } from './about.tsx'
import { ContactCard } from './contact-card.tsx'
import { openDetails } from './details.ts'
import { Handling } from './handling.tsx'
import { Labels } from './labels.tsx'
import { OtherConversations } from './other-conversations.tsx'
import { Participants } from './participants.tsx'
import styles from './side-pane.module.css'

/** What is known about a conversation, and what can be done with it. `start` stands at the beginning of its header; `isPage` where it is all there is to see. */
export function SidePane({ conversationId, start, isPage }: { conversationId: number; start: ComponentChildren; isPage: boolean }) {
  const { conversations } = useWork()
  const problem = useSignal<string | undefined>(undefined)
  const one = conversations.find(conversationId)
  const Heading = isPage ? 'h1' : 'h2'
  const isKnown = one !== undefined
  useEffect(() => {
    if (isKnown) return
    conversations.load(conversationId).catch((error: Error) => {
      problem.value = error.message
    })
  }, [conversationId, isKnown])
  return (
    <section class={styles.pane} aria-label={words.work.details}>
      <header class={styles.header}>
        {start}
        <Heading>{words.work.details}</Heading>
      </header>
      <div class={styles.body}>
        {one ? (
          <Sections key={`${one.id}:${one.contactId}`} one={one} />
        ) : problem.value !== undefined ? (
          <Empty icon={CircleAlert} title={words.work.desk.gone}>
            {problem.value}
          </Empty>
        ) : (
          <Skeleton lines={7} label={words.ui.loading} />
        )}
      </div>
    </section>
  )
}

function Sections({ one }: { one: Listed }) {
  const work = useWork()
  const details = useMemo(() => openDetails(api, one), [])
  useEffect(() => {
    // What could not be read is read with the next change; the thread beside says why.
    const stop = onLive('event', (event) => void details.hear(event).catch(() => {}))
    const stopReset = onLive('reset', () => void details.load().catch(toastError))
    details.load().catch(toastError)
    return () => {
      stop()
      stopReset()
    }
  }, [details])
  return (
    <>
      <ContactCard details={details} one={one} />
      <Handling one={one} work={work} />
      <Labels one={one} work={work} />
      <OtherConversations details={details} work={work} />
      <Participants details={details} one={one} work={work} />
      <About one={one} />
    </>
  )
}
