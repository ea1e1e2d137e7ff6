import { ChevronDown } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from '../../ui/icon.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import styles from './choice.module.css'

/** A value that is a menu of what else it could be. */
export function Choice({ label, items, children }: { label: string; items: readonly MenuItem[]; children: ComponentChildren }) {
  return (
    <Menu
      label={label}
      items={items}
      trigger={(props) => (
        <button type="button" {...props} class={styles.choice}>
          <span class="visually-hidden">{label}: </span>
          {children}
          <Icon of={ChevronDown} size={14} />
        </button>
      )}
    />
  )
}

/** What a choice shows: an icon, perhaps coloured by what it is of, and the value, quiet where there is none. */
export function ChoiceMark({ children, status, priority }: { children: ComponentChildren; status?: string; priority?: string }) {
  return (
    <span class={styles.mark} data-status={status} data-priority={priority}>
      {children}
    </span>
  )
}

export function ChoiceValue({ children, isNone = false }: { children: ComponentChildren; isNone?: boolean }) {
  return <span class={isNone ? styles.none : styles.value}>{children}</span>
}
