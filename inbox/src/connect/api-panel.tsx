import { BookOpen } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Connections } from '../api/wire.ts'
import { ApiMark } from '../ui/api-mark.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import { AddressList } from './address-list.tsx'
import styles from './api-panel.module.css'
import { Calls } from './calls.tsx'
import { TokenPart } from './token-part.tsx'
import type { Connection } from './tokens.ts'

const says = words.connect

/** One API in three steps: where it is, as whom, and a first call. */
export function ApiPanel({ connection, account }: { connection: Connection; account: Connections['account'] }) {
  const { dialect } = connection
  return (
    <article class={styles.panel}>
      <header class={styles.header}>
        <ApiMark dialect={dialect} size={44} />
        <div class={styles.heading}>
          <h2>{says.names[dialect]}</h2>
          <p>{says.about[dialect]}</p>
        </div>
        <a class={styles.reference} href={`/docs/${dialect}`} target="_blank" rel="noopener">
          <Icon of={BookOpen} size={16} />
          {says.reference}
        </a>
      </header>
      <Step number={1} title={says.address.title} hint={says.address.hint}>
        <AddressList connection={connection} />
      </Step>
      <Step number={2} title={says.tokens.title} hint={says.tokens.hint}>
        <TokenPart connection={connection} account={account} />
      </Step>
      <Step number={3} title={says.calls.title}>
        <Calls connection={connection} />
      </Step>
    </article>
  )
}

function Step({ number, title, hint, children }: { number: number; title: string; hint?: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section class={styles.step} aria-labelledby={id}>
      <span class={styles.number} aria-hidden="true">
        {number}
      </span>
      <div class={styles.inner}>
        <h3 id={id} class={styles.stepTitle}>
          {title}
        </h3>
        {hint && <p class={styles.hint}>{hint}</p>}
        {children}
      </div>
    </section>
  )
}
