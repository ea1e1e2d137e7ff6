import type { ComponentChildren } from 'preact'
import type { Webhook } from '../api/wire.ts'
import { formatNumber } from '../ui/format.ts'
import { words } from '../words/words.ts'
import styles from './facts.module.css'
import { Ago, formatMoment } from './time.tsx'

const says = words.deliveries.facts

/** What is known of a webhook beside how it is. */
export function Facts({ webhook }: { webhook: Webhook }) {
  const { pending, lag, lastNumber, lastAttemptAt, position, events, egressAllow, oldSecretUntil, dialect, target } = webhook
  return (
    <dl class={styles.facts}>
      <Fact name={says.pending}>{formatNumber(pending)}</Fact>
      <Fact name={says.lastNumber}>{formatNumber(lastNumber)}</Fact>
      <Fact name={says.position}>
        {formatNumber(position)}
        {lag > 0 && <span class={styles.quiet}> {says.lag(lag)}</span>}
      </Fact>
      <Fact name={says.lastAttempt}>{lastAttemptAt === null ? says.never : <Ago at={lastAttemptAt} />}</Fact>
      <Fact name={says.madeIn}>{says.madeInApi(words.connect.names[dialect], target)}</Fact>
      <Fact name={says.created}>{formatMoment(webhook.createdAt)}</Fact>
      {oldSecretUntil !== null && <Fact name={says.oldSecret}>{says.oldSecretUntil(formatMoment(oldSecretUntil))}</Fact>}
      {egressAllow.length > 0 && <Fact name={says.egress}>{egressAllow.join(', ')}</Fact>}
      <Fact name={says.events} wide>
        <span class={styles.events}>
          {events.map((name) => (
            <code key={name}>{name}</code>
          ))}
        </span>
      </Fact>
    </dl>
  )
}

function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ComponentChildren }) {
  return (
    <div class={wide ? styles.wide : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
