import type { ComponentChildren } from 'preact'
import styles from './badge.module.css'

export type Tone = 'plain' | 'accent' | 'success' | 'warning' | 'danger' | 'info' | 'note'

/** A short word or number about the thing beside it. */
export function Badge({ tone = 'plain', children, label }: { tone?: Tone; children: ComponentChildren; label?: string }) {
  return (
    <span class={`${styles.badge} ${styles[tone]}`}>
      {label === undefined ? (
        children
      ) : (
        <>
          <span aria-hidden="true">{children}</span>
          <span class="visually-hidden">{label}</span>
        </>
      )}
    </span>
  )
}
