import type { Conversation, Face, Message } from '../api/wire.ts'
import { API_COLOURS } from '../ui/apis.ts'
import { Avatar } from '../ui/avatar.tsx'
import { formatClock, formatFull } from '../ui/format.ts'
import { words } from '../words/words.ts'
import { namesOf, pinned, pointedAt } from './concepts.ts'
import styles from './said.module.css'

/** What all faces are of, as people see it, and what each API calls the part of it that is lit. */
export function Said({ faces, concepts, lit }: { faces: readonly Face[]; concepts: readonly string[]; lit: string | undefined }) {
  const own = faces.find(({ dialect }) => dialect === 'parley')?.body as Message | Conversation | undefined
  return (
    <section class={styles.said} aria-label={words.faces.said}>
      {own && 'seq' in own && <Bubble message={own} />}
      {own && 'number' in own && <p class={styles.subject}>{own.subject || words.faces.nameless(own.number)}</p>}
      <ul class={styles.concepts}>
        {concepts.map((concept) => (
          <li key={concept}>
            <button
              type="button"
              class={styles.concept}
              aria-pressed={concept === lit}
              onPointerEnter={() => point(concept)}
              onPointerLeave={() => point(null)}
              onFocus={() => point(concept)}
              onBlur={() => point(null)}
              onClick={() => {
                pinned.value = concept
              }}
            >
              {words.faces.concepts[concept]}
            </button>
          </li>
        ))}
      </ul>
      {lit && <Dictionary faces={faces} concept={lit} />}
    </section>
  )
}

function Bubble({ message: { author, text, private: isNote, createdAt, deletedAt, attachments } }: { message: Message }) {
  return (
    <figure class={styles.bubble} data-note={isNote}>
      <figcaption class={styles.by}>
        <Avatar name={author.name} id={author.id} size={26} />
        <span class={styles.author}>{author.name ?? words.faces.nobody}</span>
        {isNote && <span class={styles.note}>{words.faces.note}</span>}
        <time class={styles.time} dateTime={createdAt} title={formatFull(createdAt)}>
          {formatClock(createdAt)}
        </time>
      </figcaption>
      <blockquote class={styles.text}>
        {deletedAt !== null ? <i>{words.faces.deleted}</i> : text || words.faces.files(attachments.length)}
      </blockquote>
    </figure>
  )
}

/** What each calls it. */
function Dictionary({ faces, concept }: { faces: readonly Face[]; concept: string }) {
  return (
    <dl class={styles.dictionary} aria-label={words.faces.called(words.faces.concepts[concept] ?? concept)}>
      {faces.map((face) => {
        const names = namesOf(face, concept)
        return (
          <div key={face.dialect} class={styles.entry} style={{ '--mark': API_COLOURS[face.dialect] }}>
            <dt class={styles.vendor}>
              <span class={styles.mark} aria-hidden="true" />
              {face.title}
            </dt>
            <dd class={styles.name}>
              {names.length > 0 ? <code>{names[0]}</code> : <span class={styles.unsaid}>{words.faces.unsaid}</span>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

function point(concept: string | null): void {
  pointedAt.value = concept
}
