import type { Connections } from '../api/wire.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { words } from '../words/words.ts'
import styles from './application-help.module.css'
import { tokens } from './connect-store.ts'
import { writeApplicationCommands } from './snippets/command-line.ts'
import { applicationsOf } from './tokens.ts'

const says = words.connect.mews

/** What a program needs that speaks for itself and not for a person: its first tokens come from the command line. */
export function ApplicationHelp({ account }: { account: Connections['account'] }) {
  const [known] = applicationsOf(tokens.value ?? [])
  return (
    <details class={styles.help} open={known === undefined}>
      <summary class={styles.title}>{says.title}</summary>
      <p>{says.text}</p>
      <ol class={styles.steps}>
        {writeApplicationCommands(account.id, known?.name).map(({ what, code }) => (
          <li key={what}>
            {says.commands[what]}
            <CodeBlock code={code} language="shell" label={says.commands[what]} />
          </li>
        ))}
      </ol>
    </details>
  )
}
