import { useSignal } from '@preact/signals'
import { Ban, Mail, Pencil, Phone, Tag } from 'lucide'
import { present } from '../../live/live.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { words } from '../../words/words.ts'
import type { Listed } from '../conversations.ts'
import { titleOf } from '../list/conversation-row.tsx'
import { attributesOf } from './attributes.ts'
import styles from './contact-card.module.css'
import { ContactForm } from './contact-form.tsx'
import type { Details } from './details.ts'
import { Fact, Facts, Section } from './section.tsx'

/** Who it is with, and what the business knows about them. */
export function ContactCard({ details, one }: { details: Details; one: Listed }) {
  const isEditing = useSignal(false)
  const contact = details.contact.value
  if (contact === undefined) return <Skeleton lines={4} label={words.ui.loading} />
  if (contact === null) {
    return (
      <Section title={words.work.contact.title}>
        <p class={styles.quiet}>{words.work.contact.noContact}</p>
      </Section>
    )
  }
  const name = contact.name || titleOf(one)
  const isOnline = present.value.has(`contact:${contact.id}`)
  const attributes = attributesOf(contact.attributes)
  return (
    <Section
      title={words.work.contact.title}
      action={
        <IconButton
          icon={Pencil}
          label={words.work.contact.editTitle}
          onClick={() => {
            isEditing.value = true
          }}
        />
      }
    >
      <div class={styles.who}>
        <Avatar name={name} id={contact.id} size={44} online={isOnline || undefined} />
        <div class={styles.names}>
          <p class={styles.name} dir="auto">
            {name}
          </p>
          {isOnline && <p class={styles.online}>{words.work.contact.online}</p>}
          {contact.blocked && (
            <Badge tone="danger">
              <Icon of={Ban} size={12} />
              {words.work.contact.blocked}
            </Badge>
          )}
        </div>
      </div>
      <ul class={styles.ways}>
        {contact.email && <Way icon={Mail} href={`mailto:${contact.email}`} text={contact.email} name={words.work.contact.email} />}
        {contact.phone && <Way icon={Phone} href={`tel:${contact.phone}`} text={contact.phone} name={words.work.contact.phone} />}
        {contact.identifier && <Way icon={Tag} text={contact.identifier} name={words.work.contact.identifier} />}
      </ul>
      {attributes.length > 0 && (
        <Facts>
          {attributes.map(([key, value]) => (
            <Fact key={key} name={key}>
              {value}
            </Fact>
          ))}
        </Facts>
      )}
      {isEditing.value && (
        <ContactForm
          contact={contact}
          onSaved={details.putContact}
          onClose={() => {
            isEditing.value = false
          }}
        />
      )}
    </Section>
  )
}

function Way({ icon, text, name, href }: { icon: typeof Mail; text: string; name: string; href?: string }) {
  return (
    <li class={styles.way}>
      <Icon of={icon} size={15} />
      <span class="visually-hidden">{name}: </span>
      {href === undefined ? (
        <span class={styles.text} dir="auto">
          {text}
        </span>
      ) : (
        <a href={href} class={styles.text} dir="auto">
          {text}
        </a>
      )}
      <span class={styles.copy}>
        <CopyButton text={text} name={`${words.ui.copy}: ${name}`} />
      </span>
    </li>
  )
}
