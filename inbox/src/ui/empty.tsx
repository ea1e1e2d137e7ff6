import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import styles from './empty.module.css'
import { Icon } from './icon.tsx'

/** What stands where there is nothing: what it is, why, and what to do about it. */
export function Empty({ icon, title, children }: { icon: IconNode; title: string; children?: ComponentChildren }) {
  return (
    <div class={styles.empty}>
      <span class={styles.mark}>
        <Icon of={icon} size={24} />
      </span>
      <h2>{title}</h2>
      {children && <div class={styles.more}>{children}</div>}
    </div>
  )
}
