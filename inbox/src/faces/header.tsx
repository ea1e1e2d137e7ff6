import { ChevronDown, ExternalLink } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { Conversation } from '../api/wire.ts'
import { connection, onLive } from '../live/live.ts'
import { go } from '../router.ts'
import { api } from '../session.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { words } from '../words/words.ts'
import styles from './header.module.css'

type Listed = Conversation & { overview?: { contact: { name: string | null } | null } }

const OFFERED = 20

/** What this page is, in a sentence, and which conversation it shows. */
export function Header({ conversationId }: { conversationId: number }) {
  const [offered, setOffered] = useState<readonly Listed[]>([])
  useEffect(() => {
    const load = () =>
      void Promise.all([
        api.get<{ conversations: Listed[] }>('/conversations', { limit: OFFERED, include: 'overview' }),
        api.get<Listed>(`/conversations/${conversationId}`, { include: 'overview' }),
      ]).then(
        ([{ conversations }, own]) => setOffered([own, ...conversations.filter(({ id }) => id !== own.id)]),
        () => {}, // the faces below say what is wrong
      )
    load()
    const isOfList = new Set(['conversation.created', 'conversation.updated', 'conversation.deleted'])
    return onLive('event', ({ type }) => isOfList.has(type) && load())
  }, [conversationId])
  const own = offered.find(({ id }) => id === conversationId)
  const isLive = connection.value === 'live'
  return (
    <header class={styles.header}>
      <div class={styles.intro}>
        <h1 class={styles.title}>{words.faces.title}</h1>
        <p class={styles.about}>{words.faces.about}</p>
      </div>
      {isLive && (
        <span class={styles.live} title={words.faces.liveHint}>
          <span class={styles.dot} />
          {words.faces.live}
        </span>
      )}
      <Menu
        label={words.faces.choose}
        items={offered.map((one) => ({
          label: titleOf(one),
          hint: one.overview?.contact?.name ?? undefined,
          checked: one.id === conversationId,
          onChoose: () => go(`#/faces/${one.id}`),
        }))}
        trigger={(props) => (
          <button type="button" {...props} class={styles.choose} title={words.faces.choose}>
            <span class={styles.name}>{own ? titleOf(own) : words.faces.choose}</span>
            <Icon of={ChevronDown} size={15} />
          </button>
        )}
      />
      <a class={styles.open} href={`#/conversations/${conversationId}`}>
        <Icon of={ExternalLink} size={15} />
        {words.faces.open}
      </a>
    </header>
  )
}

function titleOf({ subject, number }: Conversation): string {
  return subject || words.faces.nameless(number)
}
