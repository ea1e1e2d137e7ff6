import type { Message } from '../../../api/wire.ts'
import { words } from '../../../words/words.ts'
import { richContent } from '../rich/rich-content.ts'
import { useRoom, useUnfolded } from '../thread-context.ts'
import { HtmlFrame } from './html-frame.tsx'
import styles from './message.module.css'
import { textParts } from './text-parts.ts'

/** Longer texts begin collapsed: so many characters, or lines. */
const LONG_CHARACTERS = 1200
const LONG_LINES = 16

/** What a message says: its plain text first, and the HTML it came with in a frame of its own when that is asked for. */
export function MessageBody({ message }: { message: Message }) {
  const [isOriginal, toggle] = useUnfolded('original', message.id)
  const { text, html } = message
  if (text === null && html === null) return <Wordless message={message} />
  const showsHtml = html !== null && (isOriginal || text === null)
  return (
    <>
      {showsHtml ? <HtmlFrame html={html} /> : <LongText text={text ?? ''} messageId={message.id} />}
      {html !== null && text !== null && (
        <button type="button" class={styles.quiet} aria-pressed={isOriginal} onClick={toggle}>
          {isOriginal ? words.thread.showText : words.thread.showOriginal}
        </button>
      )}
    </>
  )
}

function LongText({ text, messageId }: { text: string; messageId: number }) {
  const [isOpen, toggle] = useUnfolded('text', messageId)
  const isLong = text.length > LONG_CHARACTERS || text.split('\n', LONG_LINES + 1).length > LONG_LINES
  return (
    <>
      <p class={styles.text} dir="auto" data-cut={(isLong && !isOpen) || undefined}>
        <Linked text={text} />
      </p>
      {isLong && (
        <button type="button" class={styles.quiet} aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? words.thread.less : words.thread.more}
        </button>
      )}
    </>
  )
}

/** A text with its addresses as links, which open beside the page and learn nothing of it. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {textParts(text).map(({ text: part, href }, index) =>
        href === undefined ? (
          part
        ) : (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer">
            {part}
          </a>
        ),
      )}
    </>
  )
}

/** What one API can say and no text can: it is shown where every API's words are. */
function Wordless({ message }: { message: Message }) {
  const { conversationId } = useRoom()
  if (message.attachments.length > 0 || richContent(message)) return null
  return (
    <p class={styles.gone}>
      {words.thread.noText} <a href={`#/faces/${conversationId}/messages/${message.id}`}>{words.thread.seeFaces}</a>
    </p>
  )
}
