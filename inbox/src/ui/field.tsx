import type { ComponentChildren, ComponentProps, TargetedEvent } from 'preact'
import { useId } from 'preact/hooks'
import styles from './field.module.css'

type Around = { label: string; hint?: ComponentChildren; error?: string; hideLabel?: boolean }

/** What stands around every field: its label, a hint, and what is wrong with it, all of which are told with it. */
function useAround({ hint, error }: Around) {
  const id = useId()
  const describedBy = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ')
  return { id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error !== undefined || undefined }
}

function Frame({ id, label, hint, error, hideLabel, children }: Around & { id: string; children: ComponentChildren }) {
  return (
    <div class={styles.field}>
      <label for={id} class={hideLabel ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} class={styles.hint}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class={styles.error}>
          {error}
        </p>
      )}
    </div>
  )
}

export function TextField({ label, hint, error, hideLabel, ...rest }: Around & ComponentProps<'input'>) {
  const around = useAround({ label, hint, error })
  return (
    <Frame id={around.id} {...{ label, hint, error, hideLabel }}>
      <input type="text" {...rest} {...around} class={styles.input} />
    </Frame>
  )
}

export function TextArea({ label, hint, error, hideLabel, ...rest }: Around & ComponentProps<'textarea'>) {
  const around = useAround({ label, hint, error })
  return (
    <Frame id={around.id} {...{ label, hint, error, hideLabel }}>
      <textarea rows={4} {...rest} {...around} class={styles.input} />
    </Frame>
  )
}

/** A choice of few, by the browser's own control. */
export function Select<T extends string>({
  label,
  hint,
  error,
  hideLabel,
  options,
  value,
  onChoose,
  ...rest
}: Around & { disabled?: boolean; name?: string } & {
  options: readonly { value: T; label: string }[]
  value: T
  onChoose: (value: T) => void
}) {
  const around = useAround({ label, hint, error })
  return (
    <Frame id={around.id} {...{ label, hint, error, hideLabel }}>
      <select {...rest} {...around} class={styles.input} value={value} onChange={(event) => onChoose(event.currentTarget.value as T)}>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}

export function Checkbox({
  label,
  ...rest
}: {
  label: string
  name?: string
  checked?: boolean
  disabled?: boolean
  onChange?: (event: TargetedEvent<HTMLInputElement>) => void
}) {
  return (
    <label class={styles.checkbox}>
      <input type="checkbox" {...rest} />
      <span>{label}</span>
    </label>
  )
}
