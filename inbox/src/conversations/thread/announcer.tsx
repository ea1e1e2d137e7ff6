import { useEffect, useState } from 'preact/hooks'
import { onLive } from '../../live/live.ts'
import { words } from '../../words/words.ts'
import { authorName } from './message/author-name.ts'
import { useRoom } from './thread-context.ts'
import { isActivity } from './window/message-rows.ts'

const LONGEST = 200

/** Says to screen readers what others write while one looks at the conversation. */
export function Announcer() {
  const { conversationId, me } = useRoom()
  const [said, say] = useState('')
  useEffect(
    () =>
      onLive('event', ({ type, message }) => {
        if (type !== 'message.created' || !message || message.conversationId !== conversationId) return
        if (message.author.id === me.id || isActivity(message)) return
        const text = message.text ?? message.attachments.map(({ name }) => name).join(', ')
        const author = message.private ? `${words.thread.note}, ${authorName(message.author)}` : authorName(message.author)
        say(words.thread.arrived(author, text.slice(0, LONGEST)))
      }),
    [conversationId, me.id],
  )
  return (
    <p class="visually-hidden" aria-live="polite">
      {said}
    </p>
  )
}
