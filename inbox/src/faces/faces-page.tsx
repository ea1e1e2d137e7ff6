import { CircleAlert, MessagesSquare } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { Conversation } from '../api/wire.ts'
import { go, place } from '../router.ts'
import { api } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { words } from '../words/words.ts'
import { ConversationFaces } from './conversation-faces.tsx'

/** `#/faces/CONVERSATION` and `#/faces/CONVERSATION/messages/MESSAGE`; without either, the newest message of all. */
export function FacesPage() {
  const [conversation, kind, message] = place.value.parts
  const conversationId = idOf(conversation)
  const messageId = kind === 'messages' ? idOf(message) : null
  if (conversationId === null) return <Newest />
  return <ConversationFaces key={conversationId} conversationId={conversationId} messageId={messageId} />
}

function idOf(part: string | undefined): number | null {
  return part !== undefined && /^[1-9]\d{0,15}$/.test(part) ? Number(part) : null
}

type Listed = Conversation & { overview?: { lastMessage: { id: number } | null } }

/** Finds where to begin. */
function Newest() {
  const [found, setFound] = useState<'nothing' | Error>()
  const find = () => {
    setFound(undefined)
    api.get<{ conversations: Listed[] }>('/conversations', { limit: 1, include: 'overview' }).then(({ conversations: [latest] }) => {
      if (!latest) return setFound('nothing')
      const last = latest.overview?.lastMessage
      go(`#/faces/${latest.id}${last ? `/messages/${last.id}` : ''}`, { replace: true })
    }, setFound)
  }
  useEffect(find, [])
  if (found === undefined) return null
  if (found === 'nothing')
    return (
      <Empty icon={MessagesSquare} title={words.faces.none}>
        {words.faces.noneHint}
      </Empty>
    )
  return (
    <Empty icon={CircleAlert} title={words.faces.failed}>
      <p>{found.message}</p>
      <Button onClick={find}>{words.ui.retry}</Button>
    </Empty>
  )
}
