import { ChevronDown, MessageCircle } from 'lucide'
import { Icon } from '../ui/icon.tsx'
import type { Chat } from './chat.ts'
import type { Keep } from './keep.ts'
import { chooseLook } from './look.ts'
import type { Options } from './options.ts'
import { Panel } from './panel.tsx'
import type { createScroll } from './scroll.ts'
import type { ViewState } from './view-state.ts'
import type { Visit } from './wire.ts'
import { chooseWords, say } from './words.ts'

export type ViewProps = {
  chat: Chat
  view: ViewState
  scroll: ReturnType<typeof createScroll>
  /** Leads to where one writes. */
  write: () => void
}
type Props = ViewProps & { keep: Keep; options: Options; direction: 'ltr' | 'rtl' }

/** The button and, once it was pressed, the conversation. */
export function Root({ keep, options, direction, ...of }: Props) {
  const { chat } = of
  const state = chat.state()
  const { isOpen, unread, visit, isOffline } = state
  const channel = visit?.channel ?? keep.get<Visit['channel']>('channel')
  const words = chooseWords(channel?.texts, options.texts)
  const { colour, onColour, position, theme } = chooseLook(options, channel)
  const said = { ...channel, ...options.look }
  const text = said.launcher || words.launcher
  const name = isOpen ? words.close : text || words.open
  return (
    <div
      class={`parley ${position} ${isOpen ? 'open' : ''}`}
      data-theme={theme}
      dir={direction}
      style={{ '--colour': colour, '--on-colour': onColour }}
    >
      {(isOpen || visit) && (
        <Panel {...of} state={state} words={words} title={said.title || words.title} greeting={said.greeting || words.greeting} />
      )}
      {!options.isHidden && (channel || isOpen || isOffline) && (
        <button
          type="button"
          class={`launcher ${text ? 'worded' : ''}`}
          aria-expanded={isOpen}
          aria-controls="panel"
          aria-label={unread > 0 ? `${name}, ${say(words.unread, { count: unread })}` : name}
          onClick={() => chat.open(!isOpen)}
        >
          <Icon of={isOpen ? ChevronDown : MessageCircle} size={26} />
          {text && !isOpen && <span class="text">{text}</span>}
          {unread > 0 && !isOpen && (
            <span class="badge" aria-hidden="true">
              {unread > 9 ? '9+' : unread}
            </span>
          )}
        </button>
      )}
    </div>
  )
}
