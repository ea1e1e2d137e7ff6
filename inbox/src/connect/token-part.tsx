import { Plus } from 'lucide'
import { useState } from 'preact/hooks'
import type { Connections } from '../api/wire.ts'
import { isAdministrator } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import { ApplicationHelp } from './application-help.tsx'
import { fresh, members, tokens } from './connect-store.ts'
import { NewTokenDialog } from './new-token-dialog.tsx'
import { SecretCard } from './secret-card.tsx'
import { TokenList } from './token-list.tsx'
import styles from './token-part.module.css'
import { type Connection, kindsOf } from './tokens.ts'

const says = words.connect.tokens

/** The tokens of one API, and a new one; who is no administrator is told who can help. */
export function TokenPart({ connection, account }: { connection: Connection; account: Connections['account'] }) {
  const [isMaking, setMaking] = useState(false)
  const isForPrograms = kindsOf(connection).every((kind) => kind === 'application')
  if (!isAdministrator.value) return <WhoCan />
  const mine = tokens.value?.filter(({ dialect }) => dialect === connection.dialect) ?? []
  const made = fresh.value[connection.dialect]
  return (
    <div class={styles.part}>
      {isForPrograms && <ApplicationHelp account={account} />}
      {made && <SecretCard key={made.id} made={made} />}
      {mine.length > 0 ? <TokenList tokens={mine} /> : <p class={styles.none}>{says.none}</p>}
      <div class={styles.more}>
        <Button look={made || mine.length > 0 ? 'plain' : 'primary'} icon={Plus} onClick={() => setMaking(true)}>
          {says.create}
        </Button>
        {!isForPrograms && <p class={styles.hint}>{says.anyWorks}</p>}
      </div>
      {isMaking && <NewTokenDialog connection={connection} onClose={() => setMaking(false)} />}
    </div>
  )
}

function WhoCan() {
  const names = (members.value ?? []).filter(({ role }) => role === 'administrator').map(({ name }) => name)
  return (
    <p class={styles.who}>
      {says.adminsOnly} {words.app.administrators(names)}
    </p>
  )
}
