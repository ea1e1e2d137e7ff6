import { KeyRound } from 'lucide'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { NewToken } from '../api/wire.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import { dropSecret } from './connect-store.ts'
import styles from './secret-card.module.css'

const says = words.connect.secret

/** The secret of a new token, the one time it is shown. */
export function SecretCard({ made }: { made: NewToken }) {
  const ref = useRef<HTMLElement>(null)
  useLayoutEffect(() => ref.current?.focus(), [])
  return (
    <section ref={ref} class={styles.card} aria-label={says.title} tabIndex={-1}>
      <h4 class={styles.title}>
        <Icon of={KeyRound} size={16} />
        {says.title}
      </h4>
      <div class={styles.secret}>
        <code>{made.secret}</code>
        <CopyButton text={made.secret} label={says.copy} />
      </div>
      <div class={styles.more}>
        <p>{says.once}</p>
        <Button look="quiet" small onClick={() => dropSecret(made.dialect)}>
          {says.done}
        </Button>
      </div>
    </section>
  )
}
