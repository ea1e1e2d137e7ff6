import { signal } from '@preact/signals'
import { useEffect, useId, useState } from 'preact/hooks'
import type { Member } from '../../api/wire.ts'
import { onLive } from '../../live/live.ts'
import { api } from '../../session.ts'
import { words } from '../../words/words.ts'
import styles from './composer.module.css'
import { type Asked, askedAt, type Canned, matchingCanned } from './suggest.ts'

type Suggestion = { id: string; label: string; hint: string; text: string }
export type Suggesting = {
  listId: string
  asked: Asked | null
  items: readonly Suggestion[]
  active: number
  setActive(index: number): void
  dismiss(): void
}

const MOST_MEMBERS = 8
const canned = signal<readonly Canned[] | undefined>(undefined)
const members = signal<readonly Pick<Member, 'id' | 'name' | 'email'>[] | undefined>(undefined)

/** What can be put where the caret stands. What there is to choose from is read when it is first asked for, and again once it has changed. */
export function useSuggestions(text: string, caret: number, isNote: boolean): Suggesting {
  const listId = useId()
  const [active, setActive] = useState(0)
  const [dismissed, setDismissed] = useState<string>()
  const found = askedAt(text, caret, isNote)
  const asked = found && dismissed !== text ? found : null
  const kind = asked?.kind
  useEffect(() => {
    if (kind === 'canned' && !canned.value)
      void load<{ cannedResponses: Canned[] }>('/canned-responses', (answer) => (canned.value = answer.cannedResponses))
    if (kind === 'member' && !members.value) void load<{ members: Member[] }>('/members', (answer) => (members.value = answer.members))
  }, [kind])
  useEffect(
    () =>
      onLive('event', ({ type }) => {
        if (type.startsWith('canned_response.')) canned.value = undefined
        if (type.startsWith('member.')) members.value = undefined
      }),
    [],
  )
  useEffect(() => setActive(0), [asked?.search, kind])
  const items = asked ? suggest(asked) : []
  return { listId, asked, items, active: Math.min(active, items.length - 1), setActive, dismiss: () => setDismissed(text) }
}

async function load<T>(path: string, take: (answer: T) => void): Promise<void> {
  // Without an answer nothing is suggested, and one writes on by hand.
  await api.get<T>(path).then(take, () => undefined)
}

function suggest({ kind, search }: Asked): Suggestion[] {
  if (kind === 'canned')
    return matchingCanned(canned.value ?? [], search).map(({ id, shortCode, content }) => ({
      id: String(id),
      label: `/${shortCode}`,
      hint: content,
      text: content,
    }))
  const wanted = search.toLowerCase()
  const matching = (members.value ?? []).filter(({ name }) =>
    name
      .toLowerCase()
      .split(/\s+/)
      .some((part) => part.startsWith(wanted)),
  )
  return matching
    .slice(0, MOST_MEMBERS)
    .map(({ id, name, email }) => ({ id: String(id), label: name, hint: email ?? '', text: `@${name} ` }))
}

/** Above the field; the field keeps the focus, and the arrows walk through it. */
export function Suggestions({ suggesting, onChoose }: { suggesting: Suggesting; onChoose: (text: string) => void }) {
  const { asked, items, active, listId } = suggesting
  if (!asked || (items.length === 0 && asked.kind === 'member')) return null
  if (items.length === 0) return canned.value ? <p class={styles.suggestions}>{words.composer.noCanned}</p> : null
  return (
    <div
      id={listId}
      role="listbox"
      tabIndex={-1}
      class={styles.suggestions}
      aria-label={asked.kind === 'canned' ? words.composer.suggestions.canned : words.composer.suggestions.members}
    >
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys.
        <div
          key={item.id}
          id={`${listId}-${item.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          class={styles.suggestion}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(item.text)}
        >
          <strong>{item.label}</strong>
          <span>{item.hint}</span>
        </div>
      ))}
    </div>
  )
}
