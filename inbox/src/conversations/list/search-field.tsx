import { Search as Lens, X } from 'lucide'
import { useRef } from 'preact/hooks'
import { useActions } from '../../palette/use-actions.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/words.ts'
import type { Search } from './search.ts'
import styles from './search-field.module.css'

export function SearchField({ search }: { search: Search }) {
  const input = useRef<HTMLInputElement>(null)
  const clear = () => {
    search.type('')
    input.current?.focus()
  }
  useActions([
    { id: 'list.search', group: 'list', words: words.work.actions.search, icon: Lens, keys: '/', run: () => input.current?.focus() },
  ])
  return (
    <search class={styles.search}>
      <Icon of={Lens} size={16} />
      <input
        ref={input}
        type="search"
        class={styles.input}
        aria-label={words.work.search.label}
        placeholder={words.work.search.placeholder}
        autocomplete="off"
        value={search.text.value}
        onInput={(event) => search.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || search.text.value === '') return
          event.stopPropagation()
          event.preventDefault()
          clear()
        }}
      />
      {search.text.value === '' ? (
        <span class={styles.key} aria-hidden="true">
          /
        </span>
      ) : (
        <IconButton icon={X} label={words.work.search.clear} class={styles.clear} onClick={clear} />
      )}
    </search>
  )
}
