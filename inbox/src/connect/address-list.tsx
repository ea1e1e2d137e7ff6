import { CopyButton } from '../ui/copy-button.tsx'
import { words } from '../words/words.ts'
import styles from './address-list.module.css'
import type { Connection } from './tokens.ts'

const says = words.connect.address

/** The base address, the account's ids in an API's form, each to be copied, and how a credential is sent. */
export function AddressList({ connection: { baseUrl, ids, credential } }: { connection: Connection }) {
  return (
    <dl class={styles.list}>
      <Row name={says.baseUrl} value={baseUrl} />
      {Object.entries(ids).map(([name, value]) => (
        <Row key={name} name={says.names[name] ?? name} value={value} />
      ))}
      <div class={styles.row}>
        <dt>{says.credential}</dt>
        <dd class={styles.sentence}>{credential.summary}</dd>
      </div>
    </dl>
  )
}

function Row({ name, value }: { name: string; value: string | number | null }) {
  return (
    <div class={styles.row}>
      <dt>{name}</dt>
      {value === null ? (
        <dd class={styles.none}>{says.none}</dd>
      ) : (
        <dd class={styles.value}>
          <code>{value}</code>
          <CopyButton text={String(value)} name={says.copy(name)} />
        </dd>
      )}
    </div>
  )
}
