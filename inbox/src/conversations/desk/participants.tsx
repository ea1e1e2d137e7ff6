import { UserPlus, X } from 'lucide'
import { newKey } from '../../api/client.ts'
import { present } from '../../live/live.ts'
import { api } from '../../session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toastError } from '../../ui/toasts.tsx'
import { words } from '../../words/words.ts'
import type { Listed } from '../conversations.ts'
import { nameOfMember } from '../directory.ts'
import type { Work } from '../work.ts'
import type { Details } from './details.ts'
import styles from './participants.module.css'
import { Section } from './section.tsx'

/** Who is in it: they read it in every API that shows people their own conversations alone. */
export function Participants({ details, one, work }: { details: Details; one: Listed; work: Work }) {
  const people = details.participants.value
  const path = `/conversations/${one.id}/participants`
  const add = (authorId: number) => void api.send('POST', path, { authorId }, newKey()).catch(toastError)
  const remove = (authorId: number) => void api.send('DELETE', `${path}/${authorId}`, undefined, newKey()).catch(toastError)
  const absent = work.directory.members.value.filter((member) => !people.some(({ author }) => author.id === member.id))
  const items =
    absent.length === 0
      ? [{ label: words.work.people.nobodyToAdd, disabled: true, onChoose: () => {} }]
      : absent.map((member) => ({ label: nameOfMember(member), onChoose: () => add(member.id) }))
  return (
    <Section
      title={words.work.people.title}
      action={
        <Menu
          label={words.work.people.add}
          items={items}
          trigger={(props) => <IconButton {...props} icon={UserPlus} label={words.work.people.add} />}
        />
      }
    >
      <ul class={styles.people}>
        {people.map(({ author }) => {
          const name = author.name ?? words.work.someone
          return (
            <li key={author.id} class={styles.person}>
              <Avatar name={author.name} id={author.id} size={24} online={present.value.has(`${author.kind}:${author.id}`) || undefined} />
              <span class={styles.name}>{name}</span>
              {author.id !== one.contactId && (
                <IconButton class={styles.remove} icon={X} label={words.work.people.remove(name)} onClick={() => remove(author.id)} />
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
