import { answerText, type Card, type Choice, type Field, type Rich } from './rich.ts'
import type { ViewState } from './view-state.ts'
import type { Words } from './words.ts'

type Answer = (text: string) => void

type Props = { of: NonNullable<Rich>; messageId: number; view: ViewState; words: Words; answer: Answer | undefined }

/** What of a message can be chosen, filled in or opened; `answer` is undefined once that is over. */
export function RichView({ of, words, answer, ...rest }: Props) {
  if (of.kind === 'choices') return <Choices choices={of.choices} answer={answer} />
  if (of.kind === 'form') return <Form {...rest} fields={of.fields} words={words} answer={answer} />
  return (
    <div class="cards">
      {of.cards.map((card, index) => (
        <CardView key={index} card={card} words={words} answer={answer} />
      ))}
    </div>
  )
}

function Choices({ choices, answer }: { choices: readonly Choice[]; answer: Answer | undefined }) {
  return (
    <div class="choices">
      {choices.map(({ title, value }) => (
        <button key={value} type="button" class="choice" disabled={!answer} onClick={() => answer?.(title)}>
          {title}
        </button>
      ))}
    </div>
  )
}

function CardView({ card, words, answer }: { card: Card; words: Words; answer: Answer | undefined }) {
  return (
    <div class="card">
      {card.title && <strong>{card.title}</strong>}
      {card.description && <p>{card.description}</p>}
      {card.links.map(({ text, href }) => (
        <a key={href} class="choice" href={href} target="_blank" rel="noopener noreferrer">
          {text || words.openLink}
        </a>
      ))}
      {card.replies.length > 0 && <Choices choices={card.replies} answer={answer} />}
    </div>
  )
}

function Form({ fields, messageId, view, words, answer }: Omit<Props, 'of'> & { fields: readonly Field[] }) {
  const values = view.formOf(messageId)
  const { missing } = view.get()
  const submit = (event: Event) => {
    event.preventDefault()
    const first = fields.find(({ name, isRequired }) => isRequired && !values[name]?.trim())
    view.miss(first?.name ?? '')
    const text = answerText(fields, values)
    if (!first && text) answer?.(text)
  }
  return (
    <form class="form" noValidate onSubmit={submit}>
      {fields.map((field) => {
        const { name, label, type, placeholder, options } = field
        const common = {
          value: values[name] ?? '',
          disabled: !answer,
          'aria-invalid': missing === name,
          onInput: ({ currentTarget }: { currentTarget: { value: string } }) => view.fill(messageId, name, currentTarget.value),
        }
        return (
          // biome-ignore lint/a11y/noLabelWithoutControl: one of the three controls is always in it.
          <label key={name}>
            <span>{label}</span>
            {type === 'text_area' ? (
              <textarea rows={2} placeholder={placeholder} {...common} />
            ) : type === 'select' ? (
              <select {...common}>
                <option value="">{placeholder || '–'}</option>
                {options.map((one) => (
                  <option key={one.value} value={one.title}>
                    {one.title}
                  </option>
                ))}
              </select>
            ) : (
              <input type={type as 'text'} placeholder={placeholder} {...common} />
            )}
            {missing === name && <small role="alert">{words.required}</small>}
          </label>
        )
      })}
      {answer && (
        <button type="submit" class="choice">
          {words.answer}
        </button>
      )}
    </form>
  )
}
