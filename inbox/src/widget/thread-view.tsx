import { Fragment } from 'preact'
import { dayName, dayOf, firstName, initialsOf } from './format.ts'
import { MessageView, OutgoingView } from './message-view.tsx'
import type { ViewProps } from './root.tsx'
import { type ChatState, isFromTeam } from './state.ts'
import type { Message } from './wire.ts'
import { say, type Words } from './words.ts'

/** Messages of one author within this time stand together. */
const GROUP_MS = 5 * 60_000

type Props = ViewProps & { state: ChatState; words: Words; greeting: string }

export function ThreadView({ greeting, ...of }: Props) {
  const { chat, scroll, state, words } = of
  const { messages, outbox, before, typing, isOffline, visit, seenSeq } = state
  const shown = outbox.filter(({ isThere }) => !isThere)
  const latest = messages.at(-1)
  return (
    <div
      class="thread"
      onScroll={() => scroll.moved() && void chat.loadEarlier()}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
      tabIndex={0}
      role="log"
      aria-label={words.conversation}
      aria-live={state.isOpen ? 'polite' : 'off'}
    >
      {before !== null && (
        <button type="button" class="earlier" onClick={chat.loadEarlier}>
          {words.earlier}
        </button>
      )}
      <ol class={messages.length + outbox.length === 0 ? 'blank' : ''}>
        {before === null && (
          <li class="message theirs first last greeting">
            <div class="row">
              <div class="bubbles">
                <p class="bubble">{greeting}</p>
              </div>
            </div>
          </li>
        )}
        {messages.map((message, index) => (
          <Fragment key={message.id}>
            {dayOf(message.createdAt) !== dayOf(messages[index - 1]?.createdAt ?? '') && (
              <li class="day">{dayName(message.createdAt, words)}</li>
            )}
            <MessageView
              message={message}
              words={words}
              isFirst={!isTogether(messages[index - 1], message)}
              isLast={!isTogether(message, messages[index + 1])}
              view={of.view}
              answer={answerTo(of, message)}
            />
          </Fragment>
        ))}
        {latest && !isFromTeam(latest) && shown.length === 0 && (
          <li class="receipt">{latest.seq <= seenSeq || latest.status === 'read' ? words.seen : words.sent}</li>
        )}
        {shown.map((entry) => (
          <OutgoingView
            key={entry.key}
            entry={entry}
            words={words}
            isOffline={isOffline}
            retry={() => chat.retry(entry.key)}
            discard={() => chat.discard(entry.key)}
          />
        ))}
        {typing !== undefined && (
          <li class="message theirs first last typing">
            <div class="row">
              <span class="avatar" aria-hidden="true">
                {initialsOf(typing || words.team)}
              </span>
              <p class="bubble">
                <span class="only-said">{say(words.typing, { name: firstName(typing || words.team) })}</span>
                <i />
                <i />
                <i />
              </p>
            </div>
          </li>
        )}
        {visit?.conversation?.status === 'resolved' && shown.length === 0 && <li class="notice">{words.resolved}</li>}
      </ol>
    </div>
  )
}

function isTogether(one: Message | undefined, next: Message | undefined): boolean {
  if (!one || !next || one.author.id !== next.author.id || one.author.kind !== next.author.kind) return false
  return Date.parse(next.createdAt) - Date.parse(one.createdAt) < GROUP_MS && dayOf(one.createdAt) === dayOf(next.createdAt)
}

/** What was asked may be answered until the visitor has said anything since. */
function answerTo({ chat, state, write }: Omit<Props, 'greeting'>, message: Message): ((text: string) => void) | undefined {
  if (!isFromTeam(message) || state.messages.some((one) => one.seq > message.seq && !isFromTeam(one))) return undefined
  return (text) => {
    chat.say(text, [], message.id)
    write()
  }
}
