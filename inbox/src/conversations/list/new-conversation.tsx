import { UserPlus } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { Contact } from '../../api/wire.ts'
import { go } from '../../router.ts'
import { api } from '../../session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Select, TextArea, TextField } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { words } from '../../words/words.ts'
import { useWork } from '../work.ts'
import styles from './new-conversation.module.css'
import { type NewConversation as Draft, startConversation } from './start-conversation.ts'

type Chosen = Draft['contact'] | undefined

/** Writes to somebody first: who, where, and what. */
export function NewConversation({ onClose }: { onClose: () => void }) {
  const { directory } = useWork()
  const channels = directory.channels.value
  const [contact, setContact] = useState<Chosen>()
  const [channelId, setChannelId] = useState<number>()
  const [text, setText] = useState('')
  const { submit, problem, setProblem, isBusy } = useSubmit(async (draft: Draft, key: string) => {
    const { id } = await startConversation(api, draft, key)
    onClose()
    go(`#/conversations/${id}`)
  })
  const chosen = channelId ?? channels[0]?.id ?? 0
  return (
    <FormDialog
      title={words.work.create.button}
      action={words.work.create.submit}
      problem={problem}
      isBusy={isBusy}
      onSubmit={() => (contact ? submit({ contact, channelId: chosen, text }) : setProblem(words.work.create.needsContact))}
      onClose={onClose}
    >
      <ContactChoice contact={contact} onChoose={setContact} />
      <Select
        label={words.work.create.channel}
        options={channels.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={String(chosen)}
        onChoose={(value) => setChannelId(Number(value))}
      />
      <TextArea
        label={words.work.create.message}
        hint={words.work.create.messageHint}
        required
        maxLength={150_000}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** Somebody who is known, found by what is typed, or somebody new. */
function ContactChoice({ contact, onChoose }: { contact: Chosen; onChoose: (contact: Chosen) => void }) {
  const [text, setText] = useState('')
  const [found, setFound] = useState<readonly Contact[]>([])
  useEffect(() => {
    const search = text.trim()
    if (search === '') return setFound([])
    const abort = new AbortController()
    const timer = setTimeout(() => {
      // What cannot be found now is found with the next letter, or made new.
      api.get<{ contacts: Contact[] }>('/contacts', { search, limit: 6 }, abort.signal).then(
        (answer) => setFound(answer.contacts),
        () => setFound([]),
      )
    }, 200)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [text])
  if (contact && 'id' in contact) return <ChosenContact contact={contact} onChange={() => onChoose(undefined)} />
  if (contact) return <NewContact contact={contact} onChange={onChoose} />
  const begin = text.trim()
  const isEmail = begin.includes('@')
  return (
    <div class={styles.choice}>
      <TextField
        label={words.work.create.contact}
        autofocus
        placeholder={words.work.create.contactPlaceholder}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <ul>
        {found.map((one) => (
          <li key={one.id}>
            <button type="button" class={styles.option} onClick={() => onChoose(one)}>
              <Avatar name={one.name ?? one.email} id={one.id} size={26} />
              <span class={styles.name}>{one.name ?? one.email ?? one.phone ?? words.work.someone}</span>
              <span class={styles.more}>{one.email ?? one.phone}</span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            class={styles.option}
            onClick={() => onChoose({ name: isEmail ? '' : begin, email: isEmail ? begin : '', phone: '' })}
          >
            <span class={styles.plus}>
              <Icon of={UserPlus} size={15} />
            </span>
            <span class={styles.name}>{begin === '' ? words.work.create.newContactPlain : words.work.create.newContact(begin)}</span>
          </button>
        </li>
      </ul>
    </div>
  )
}

function ChosenContact({ contact, onChange }: { contact: Contact; onChange: () => void }) {
  const name = contact.name ?? contact.email ?? contact.phone ?? words.work.someone
  return (
    <div class={styles.chosen}>
      <Avatar name={name} id={contact.id} size={32} />
      <span class={styles.name}>{words.work.create.chosen(name)}</span>
      <Button small look="quiet" onClick={onChange}>
        {words.work.create.change}
      </Button>
    </div>
  )
}

type Fresh = Exclude<NonNullable<Chosen>, Contact>

function NewContact({ contact, onChange }: { contact: Fresh; onChange: (contact: Chosen) => void }) {
  const set = (field: keyof Fresh) => (event: { currentTarget: HTMLInputElement }) =>
    onChange({ ...contact, [field]: event.currentTarget.value })
  return (
    <fieldset class={styles.fresh}>
      <legend>
        {words.work.create.newContactPlain}
        <Button small look="quiet" onClick={() => onChange(undefined)}>
          {words.work.create.change}
        </Button>
      </legend>
      <TextField label={words.work.create.name} required value={contact.name} onInput={set('name')} />
      <TextField label={words.work.create.email} type="email" value={contact.email} onInput={set('email')} />
      <TextField label={words.work.create.phone} type="tel" value={contact.phone} onInput={set('phone')} />
    </fieldset>
  )
}
