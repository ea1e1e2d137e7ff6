import { Info, Lock } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { Contact } from '../../api/wire.ts'
import { onLive } from '../../live/live.ts'
import { api, session } from '../../session.ts'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/words.ts'
import { useRoom } from '../thread/thread-context.ts'
import styles from './composer.module.css'
import type { Mode } from './drafts.ts'

/** What one should know before one sends: who sees it, and what becomes of a conversation that is not open. */
export function ComposerHint({ mode }: { mode: Mode }) {
  const { thread } = useRoom()
  const conversation = thread.conversation.value
  const isBlocked = useBlocked(conversation?.contactId ?? null)
  if (mode === 'note')
    return (
      <p class={styles.noteHint}>
        <Icon of={Lock} size={13} />
        {words.composer.noteHint}
      </p>
    )
  const said = !session.value
    ? words.composer.status.signedOut
    : isBlocked
      ? words.composer.status.blocked
      : statusWords(conversation?.status)
  if (!said) return null
  return (
    <p class={styles.hint}>
      <Icon of={Info} size={14} />
      {said}
    </p>
  )
}

function statusWords(status: string | undefined): string | undefined {
  const known: Record<string, string> = words.composer.status
  return status === 'resolved' || status === 'archived' || status === 'snoozed' ? known[status] : undefined
}

/** Whether a contact is blocked, as it is now. */
function useBlocked(contactId: number | null): boolean {
  const [isBlocked, setBlocked] = useState(false)
  useEffect(() => {
    if (contactId === null) return
    const read = () =>
      api.get<Contact>(`/contacts/${contactId}`).then(
        ({ blocked }) => setBlocked(blocked),
        () => setBlocked(false),
      )
    void read()
    return onLive('event', ({ type, subjectId }) => {
      if (type === 'contact.updated' && subjectId === contactId) void read()
    })
  }, [contactId])
  return isBlocked
}
