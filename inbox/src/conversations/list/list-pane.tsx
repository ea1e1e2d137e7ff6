import { SquarePen } from 'lucide'
import { useEffect, useMemo } from 'preact/hooks'
import { api } from '../../session.ts'
import { IconButton } from '../../ui/button.tsx'
import { words } from '../../words/words.ts'
import { useWork } from '../work.ts'
import { ConversationList } from './conversation-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isCreating } from './is-creating.ts'
import styles from './list-pane.module.css'
import { NewConversation } from './new-conversation.tsx'
import { createSearch } from './search.ts'
import { SearchField } from './search-field.tsx'
import { SearchResults } from './search-results.tsx'

/** The conversations one works on, or what a search has found. */
export function ListPane({ conversationId }: { conversationId: number | undefined }) {
  const work = useWork()
  const search = useMemo(() => createSearch(api), [])
  useEffect(() => search.close, [search])
  // An open conversation is what the page is about.
  const Heading = conversationId === undefined ? 'h1' : 'h2'
  const isSearching = search.text.value.trim() !== ''
  return (
    <section class={styles.pane} aria-label={words.work.list}>
      <header class={styles.header}>
        <Heading>{words.work.title}</Heading>
        <IconButton
          icon={SquarePen}
          label={words.work.create.button}
          onClick={() => {
            isCreating.value = true
          }}
        />
      </header>
      <SearchField search={search} />
      {isSearching ? (
        <SearchResults search={search} conversationId={conversationId} />
      ) : (
        <>
          <FilterBar work={work} />
          <ConversationList work={work} conversationId={conversationId} />
        </>
      )}
      {isCreating.value && (
        <NewConversation
          onClose={() => {
            isCreating.value = false
          }}
        />
      )}
    </section>
  )
}
