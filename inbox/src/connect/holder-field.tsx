import { useEffect, useState } from 'preact/hooks'
import type { Contact } from '../api/wire.ts'
import { api, me } from '../session.ts'
import { Select, TextField } from '../ui/field.tsx'
import { toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { members, tokens } from './connect-store.ts'
import styles from './holder-field.module.css'
import { applicationsOf, type Connection, type HolderKind, membersFor } from './tokens.ts'

const says = words.connect.newToken
const MOST_SHOWN = 6
/** Somebody who types on is not asked about. */
const PAUSE_MS = 200

type Choice = { value: number | undefined; onChoose: (id: number | undefined) => void }

/** Whom a token is for: a member or an application of a list, or a customer who is searched for. */
export function HolderField({ kind, connection, ...choice }: { kind: HolderKind; connection: Connection } & Choice) {
  if (kind === 'contact') return <ContactField {...choice} />
  if (kind === 'application') {
    return <OneOf {...choice} label={says.application} people={applicationsOf(tokens.value ?? [])} none={says.noApplication} />
  }
  const people = membersFor(connection, members.value ?? [])
  return <OneOf {...choice} label={says.member} people={people} first={me.value.id} none={says.noMember} />
}

/** One of few people; the one signed in, or else the first of them, unless another is chosen. */
function OneOf({
  label,
  people,
  first,
  none,
  value,
  onChoose,
}: Choice & { label: string; people: readonly { id: number; name: string }[]; first?: number; none: string }) {
  const begin = (people.find(({ id }) => id === first) ?? people[0])?.id
  useEffect(() => onChoose(begin), [begin])
  if (people.length === 0) return <p class={styles.none}>{none}</p>
  return (
    <Select
      label={label}
      options={people.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={String(value ?? begin)}
      onChoose={(id) => onChoose(Number(id))}
    />
  )
}

function ContactField({ value, onChoose }: Choice) {
  const [search, setSearch] = useState('')
  const [found, setFound] = useState<readonly Contact[]>()
  useEffect(() => {
    const text = search.trim()
    if (text === '') return setFound(undefined)
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const answer = await api.get<{ contacts: Contact[] }>('/contacts', { search: text, limit: MOST_SHOWN }, stop.signal)
        setFound(answer.contacts)
      } catch (error) {
        if (!stop.signal.aborted) toastError(error)
      }
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [search])
  return (
    <div class={styles.contacts}>
      <TextField
        label={says.contact}
        hint={says.contactHint}
        type="search"
        autoComplete="off"
        value={search}
        onInput={(event) => {
          setSearch(event.currentTarget.value)
          onChoose(undefined)
        }}
      />
      <div aria-live="polite">{found?.length === 0 && <p class={styles.none}>{says.noContact}</p>}</div>
      {found && found.length > 0 && (
        <fieldset class={styles.found}>
          <legend class="visually-hidden">{says.contactsFound}</legend>
          {found.map(({ id, name, email, identifier, phone }) => (
            <label key={id} class={styles.contact}>
              <input type="radio" name="contact" checked={id === value} onChange={() => onChoose(id)} />
              <span class={styles.name}>{name ?? says.nameless}</span>
              <span class={styles.detail}>{email ?? phone ?? identifier}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
