import type { IconNode } from 'lucide'
import type { ComponentProps } from 'preact'
import styles from './button.module.css'
import { Icon } from './icon.tsx'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

/** A button with words, perhaps with an icon before them. `busy` keeps its width and says that it works. */
export function Button({
  look = 'plain',
  icon,
  busy = false,
  small = false,
  children,
  class: extra,
  ...rest
}: ComponentProps<'button'> & { look?: Look; icon?: IconNode; busy?: boolean; small?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      class={`${styles.button} ${styles[look]} ${small ? styles.small : ''} ${extra ?? ''}`}
      aria-busy={busy || undefined}
      disabled={rest.disabled === true || busy}
    >
      {icon && <Icon of={icon} size={small ? 15 : 17} />}
      <span>{children}</span>
    </button>
  )
}

/** A button that is an icon; its words are its name and its tooltip. */
export function IconButton({
  icon,
  label,
  pressed,
  class: extra,
  ...rest
}: Omit<ComponentProps<'button'>, 'icon'> & { icon: IconNode; label: string; pressed?: boolean }) {
  return (
    <button type="button" title={label} {...rest} class={`${styles.icon} ${extra ?? ''}`} aria-label={label} aria-pressed={pressed}>
      <Icon of={icon} />
    </button>
  )
}
