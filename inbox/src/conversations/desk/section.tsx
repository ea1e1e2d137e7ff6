import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import styles from './section.module.css'

/** One heading of the panel at the side, perhaps with something to do beside it. */
export function Section({ title, action, children }: { title: string; action?: ComponentChildren; children: ComponentChildren }) {
  const id = useId()
  return (
    <section class={styles.section} aria-labelledby={id}>
      <header class={styles.header}>
        <h2 id={id}>{title}</h2>
        {action}
      </header>
      {children}
    </section>
  )
}

/** Names beside what they are. */
export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class={styles.facts}>{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
