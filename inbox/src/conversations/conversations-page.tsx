import { signal } from '@preact/signals'
import { ArrowLeft, MessagesSquare, PanelRight } from 'lucide'
import { useEffect } from 'preact/hooks'
import { keepText, readText } from '../kept.ts'
import { go, place } from '../router.ts'
import { me } from '../session.ts'
import { IconButton } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { words } from '../words/words.ts'
import styles from './conversations-page.module.css'
import { QuickStatus } from './desk/quick-status.tsx'
import { SidePane } from './desk/side-pane.tsx'
import { ListPane } from './list/list-pane.tsx'
import { ThreadPane } from './thread/thread-pane.tsx'
import { followWork, useWork, WorkContext, workOf } from './work.ts'
import { WorkActions } from './work-actions.tsx'
import { readWorkPlace } from './work-place.ts'

/** As conversations-page.module.css has it: no room for three panes. */
const NARROW = '(max-width: 1080px)'

/** Whether the panel at the side is wanted where there is room for it. */
const isSideWanted = signal(readText('work.side') !== 'hidden')

function showSide(isWanted: boolean): void {
  isSideWanted.value = isWanted
  keepText('work.side', isWanted ? null : 'hidden')
}

/** Where there is room the panel is shown or hidden; elsewhere it takes the conversation's place. */
function toggleDetails(conversationId: number | undefined, isDetails: boolean): void {
  if (matchMedia(NARROW).matches) go(`#/conversations/${conversationId}${isDetails ? '' : '/details'}`)
  else showSide(!isSideWanted.value)
}

/** List, conversation and what is known about it, beside one another; on a phone one at a time. */
export function ConversationsPage() {
  const work = workOf(me.value)
  useEffect(() => followWork(work), [work])
  return (
    <WorkContext.Provider value={work}>
      <Panes />
    </WorkContext.Provider>
  )
}

function Panes() {
  const { conversationId, at, isDetails } = readWorkPlace(place.value)
  const pane = conversationId === undefined ? 'list' : isDetails ? 'side' : 'thread'
  const hasSide = conversationId !== undefined && (isSideWanted.value || isDetails)
  useTitle()
  return (
    <div class={styles.work} data-pane={pane} data-side={hasSide}>
      <WorkActions conversationId={conversationId} onDetails={() => toggleDetails(conversationId, isDetails)} />
      <div class={styles.list}>
        <ListPane conversationId={conversationId} />
      </div>
      <div class={styles.thread}>
        {conversationId === undefined ? (
          <Empty icon={MessagesSquare} title={words.work.nothingOpen}>
            {words.work.nothingOpenHint}
          </Empty>
        ) : (
          <ThreadPane
            key={conversationId}
            conversationId={conversationId}
            at={at}
            start={
              <IconButton class={styles.onPhone} icon={ArrowLeft} label={words.work.backToList} onClick={() => go('#/conversations')} />
            }
            end={
              <>
                <QuickStatus conversationId={conversationId} />
                <SideButton conversationId={conversationId} isShown={hasSide} />
              </>
            }
          />
        )}
      </div>
      {hasSide && (
        <div class={styles.side}>
          <SidePane
            key={conversationId}
            conversationId={conversationId}
            isPage={isDetails}
            start={
              <IconButton
                class={styles.whereNarrow}
                icon={ArrowLeft}
                label={words.work.backToThread}
                onClick={() => go(`#/conversations/${conversationId}`)}
              />
            }
          />
        </div>
      )}
    </div>
  )
}

/** The window's title says how many conversations hold something unread. */
function useTitle(): void {
  const { conversations } = useWork()
  const unread = conversations.listed.value.filter((one) => one.overview.unread > 0).length
  useEffect(() => {
    document.title = `${unread > 0 ? words.work.titleUnread(unread) : ''}${words.pages.conversations} · ${words.app.name}`
  }, [unread])
}

/** Shows and hides what is known about the conversation. */
function SideButton({ conversationId, isShown }: { conversationId: number; isShown: boolean }) {
  const toggle = () => toggleDetails(conversationId, false)
  return (
    <>
      <IconButton class={styles.whereWide} icon={PanelRight} label={words.work.details} pressed={isShown} onClick={toggle} />
      <IconButton class={styles.whereNarrow} icon={PanelRight} label={words.work.details} onClick={toggle} />
    </>
  )
}
