import { CircleAlert, SearchX } from 'lucide'
import type { Contact } from '../../api/wire.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { formatFull } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { words } from '../../words/words.ts'
import { toListed } from '../conversations.ts'
import { useWork } from '../work.ts'
import { titleOf } from './conversation-row.tsx'
import { type Found, type Search, toSnippet } from './search.ts'
import styles from './search-results.module.css'
import { formatShort } from './short-time.ts'
import { useNow } from './use-now.ts'

/** Contacts and messages that hold what is looked for; a message opens its conversation where it was said. */
export function SearchResults({ search, conversationId }: { search: Search; conversationId: number | undefined }) {
  const work = useWork()
  const now = useNow()
  const query = search.text.value.trim()
  const contacts = search.contacts.value
  const messages = search.messages.value
  const phase = search.phase.value
  const count = contacts.length + messages.length
  const showContact = (contact: Contact) => {
    search.type('')
    void work.conversations.show({ tab: 'all', contactId: contact.id })
  }
  return (
    <div class={styles.results}>
      <p role="status" class="visually-hidden">
        {phase === 'searching' ? words.work.search.searching : words.work.search.found(count)}
      </p>
      {phase === 'failed' && <Empty icon={CircleAlert} title={search.problem.value ?? ''} />}
      {phase === 'searching' && count === 0 && <Skeleton lines={4} label={words.work.search.searching} />}
      {phase === 'ready' && count === 0 && (
        <Empty icon={SearchX} title={words.work.search.nothing(query)}>
          {words.work.search.nothingHint}
        </Empty>
      )}
      {contacts.length > 0 && (
        <section>
          <h2 class={styles.heading}>{words.work.search.contacts}</h2>
          <ul>
            {contacts.map((contact) => (
              <li key={contact.id}>
                <button type="button" class={styles.contact} onClick={() => showContact(contact)}>
                  <Avatar name={contact.name ?? contact.email} id={contact.id} size={28} />
                  <span class={styles.who}>
                    <span class={styles.name}>{contact.name ?? contact.email ?? contact.phone ?? words.work.someone}</span>
                    <span class={styles.more}>{[contact.email, contact.phone].filter(Boolean).join(' · ')}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {messages.length > 0 && (
        <section>
          <h2 class={styles.heading}>{words.work.search.messages}</h2>
          <ul>
            {messages.map((found) => (
              <li key={found.message.id}>
                <Result found={found} query={query} now={now} isOpen={found.conversation.id === conversationId} />
              </li>
            ))}
          </ul>
          {search.hasMore.value && (
            <div class={styles.foot}>
              <Button small look="quiet" onClick={() => void search.loadMore()}>
                {words.work.search.more}
              </Button>
            </div>
          )}
        </section>
      )}
    </div>
  )
}

function Result({ found: { message, conversation }, query, now, isOpen }: { found: Found; query: string; now: number; isOpen: boolean }) {
  return (
    <a
      class={styles.message}
      href={`#/conversations/${conversation.id}?at=${message.seq}`}
      aria-current={isOpen ? 'true' : undefined}
      data-note={message.private}
    >
      <span class={styles.head}>
        <span class={styles.name}>{titleOf(toListed(conversation))}</span>
        <span class={styles.number}>#{conversation.number}</span>
        <time class={styles.time} dateTime={message.createdAt} title={formatFull(message.createdAt)}>
          {formatShort(message.createdAt, now)}
        </time>
      </span>
      <span class={styles.text} dir="auto">
        {message.private && <span class={styles.note}>{words.work.note}</span>}
        {message.direction !== 'inbound' && message.author.name && <span>{words.work.by(message.author.name)}</span>}
        {toSnippet(message.text ?? '', query).map((piece, index) =>
          piece.isMatch ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
        )}
      </span>
    </a>
  )
}
