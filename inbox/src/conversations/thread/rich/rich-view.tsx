import { Check, ExternalLink, MapPin, Star } from 'lucide'
import type { ComponentChildren } from 'preact'
import type { Message } from '../../../api/wire.ts'
import { Icon } from '../../../ui/icon.tsx'
import { words } from '../../../words/words.ts'
import styles from './rich.module.css'
import { type RichContent, richContent } from './rich-content.ts'

type Of<K extends RichContent['kind']> = Extract<RichContent, { kind: K }>

/** What a message of a rich kind asks or shows, as the customer is given it, with what they answered. */
export function RichView({ message }: { message: Message }) {
  const content = richContent(message)
  if (!content) return null
  switch (content.kind) {
    case 'choice':
      return <Choice {...content} />
    case 'form':
      return <Form {...content} />
    case 'cards':
      return <Cards {...content} />
    case 'articles':
      return <Articles {...content} />
    case 'rating':
      return <Rating {...content} />
    case 'email':
      return <Box label={words.thread.rich.email}>{content.email ?? words.thread.rich.notFilled}</Box>
    case 'location':
      return <Place {...content} />
    case 'unknown':
      return <Unknown {...content} />
  }
}

function Box({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <section class={styles.rich} aria-label={label}>
      <p class={styles.label}>{label}</p>
      {children}
    </section>
  )
}

function Choice({ options, chosen }: Of<'choice'>) {
  return (
    <Box label={words.thread.rich.choice}>
      <ul class={styles.options}>
        {options.map((option, index) => (
          <li key={index} data-chosen={option.isChosen || undefined}>
            {option.isChosen && <Icon of={Check} size={14} />}
            {option.title}
          </li>
        ))}
      </ul>
      <p class={styles.answer}>{chosen === null ? words.thread.rich.notChosen : words.thread.rich.chosen(chosen)}</p>
    </Box>
  )
}

function Form({ fields, isAnswered }: Of<'form'>) {
  return (
    <Box label={words.thread.rich.form}>
      <dl class={styles.fields}>
        {fields.map((field, index) => (
          <div key={index}>
            <dt>{field.label}</dt>
            <dd>{field.value ?? (isAnswered ? words.thread.rich.noAnswer : '…')}</dd>
          </div>
        ))}
      </dl>
      {!isAnswered && <p class={styles.answer}>{words.thread.rich.notFilled}</p>}
    </Box>
  )
}

function Cards({ cards }: Of<'cards'>) {
  return (
    <div class={styles.cards}>
      {cards.map((card, index) => (
        <section key={index} class={styles.card} aria-label={card.title || words.thread.rich.card}>
          <strong>{card.title}</strong>
          {card.description && <p>{card.description}</p>}
          {card.image && <Out href={card.image}>{words.thread.rich.picture}</Out>}
          <ul class={styles.options}>
            {card.actions.map((action, at) => (
              <li key={at}>{action.href ? <Out href={action.href}>{action.text}</Out> : action.text}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Articles({ articles }: Of<'articles'>) {
  return (
    <div class={styles.cards}>
      {articles.map((article, index) => (
        <section key={index} class={styles.card} aria-label={article.title || words.thread.rich.article}>
          <strong>{article.href ? <Out href={article.href}>{article.title}</Out> : article.title}</strong>
          {article.description && <p>{article.description}</p>}
        </section>
      ))}
    </div>
  )
}

function Rating({ rating, feedback }: Of<'rating'>) {
  return (
    <Box label={words.thread.rich.rating}>
      {rating === null ? (
        <p class={styles.answer}>{words.thread.rich.notRated}</p>
      ) : (
        <p class={styles.stars} role="img" aria-label={words.thread.rich.rated(rating)}>
          {[1, 2, 3, 4, 5].map((star) => (
            <span key={star} data-on={star <= rating || undefined}>
              <Icon of={Star} size={16} />
            </span>
          ))}
        </p>
      )}
      {feedback && <p>{feedback}</p>}
    </Box>
  )
}

function Place({ latitude, longitude, name }: Of<'location'>) {
  const at = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  return (
    <Box label={words.thread.rich.location}>
      <p class={styles.place}>
        <Icon of={MapPin} size={16} />
        {name ?? at}
      </p>
      {name && <p class={styles.answer}>{at}</p>}
      <Out href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}>
        {words.thread.rich.openMap}
      </Out>
    </Box>
  )
}

function Unknown({ contentType, attributes }: Of<'unknown'>) {
  return (
    <Box label={words.thread.rich.kind(contentType)}>
      {attributes.length > 0 && (
        <dl class={styles.fields}>
          {attributes.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Box>
  )
}

/** A way out of the page, which learns nothing of it. */
function Out({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a class={styles.out} href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <Icon of={ExternalLink} size={12} />
    </a>
  )
}
