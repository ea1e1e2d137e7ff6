import { ChevronDown } from 'lucide'
import { useState } from 'preact/hooks'
import { IconButton } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import { EVERYTHING, type EventChoice, type EventKind, isChosen, KINDS, stateOf, toggleKind, toggleType } from './event-choice.ts'
import styles from './event-picker.module.css'

const says = words.deliveries.form
/** What is begun with where not everything is wanted. */
const COMMON: EventChoice = ['message.*', 'conversation.*']

type Choosing = { choice: EventChoice; onChoose: (choice: EventChoice) => void }

/** What a webhook is told of: everything, or kinds of events, or single ones. */
export function EventPicker({ choice, onChoose }: Choosing) {
  const isAll = choice.includes(EVERYTHING)
  return (
    <fieldset class={styles.picker}>
      <legend>{says.events}</legend>
      <label class={styles.choice}>
        <input type="radio" name="events" checked={isAll} onChange={() => onChoose([EVERYTHING])} />
        {says.everything}
      </label>
      <label class={styles.choice}>
        <input type="radio" name="events" checked={!isAll} onChange={() => onChoose(COMMON)} />
        {says.some}
      </label>
      {!isAll && (
        <ul class={styles.kinds}>
          {[...KINDS.keys()].map((kind) => (
            <Kind key={kind} kind={kind} choice={choice} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </fieldset>
  )
}

function Kind({ kind, choice, onChoose }: Choosing & { kind: EventKind }) {
  const [isOpen, setOpen] = useState(false)
  const state = stateOf(choice, kind)
  const types = KINDS.get(kind) ?? []
  return (
    <li>
      <div class={styles.whole}>
        <label class={styles.choice}>
          <input
            type="checkbox"
            checked={state === 'all'}
            ref={(box) => {
              if (box) box.indeterminate = state === 'some'
            }}
            onChange={() => onChoose(toggleKind(choice, kind))}
          />
          {says.kinds[kind]}
        </label>
        {types.length > 1 && (
          <IconButton
            icon={ChevronDown}
            label={says.single(says.kinds[kind])}
            aria-expanded={isOpen}
            class={styles.unfold}
            onClick={() => setOpen(!isOpen)}
          />
        )}
      </div>
      {isOpen && (
        <ul class={styles.types}>
          {types.map((type) => (
            <li key={type}>
              <label class={styles.choice}>
                <input type="checkbox" checked={isChosen(choice, kind, type)} onChange={() => onChoose(toggleType(choice, kind, type))} />
                <code>{type}</code>
              </label>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
