import { useId, useState } from 'preact/hooks'
import { keepText, readText } from '../kept.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { words } from '../words/words.ts'
import styles from './calls.module.css'
import { exampleId, fresh } from './connect-store.ts'
import { type Language, type Purpose, secretsOf, writeSnippet } from './snippets/snippets.ts'
import type { Connection } from './tokens.ts'

const says = words.connect.calls
const PURPOSES: readonly Purpose[] = ['list', 'send']
const LANGUAGES: readonly Language[] = ['curl', 'typescript']
/** Which language somebody reads last. */
const KEY = 'connect-language'

/** A first call, filled in with this server, this account and, right after one was made, the token. */
export function Calls({ connection: { dialect, baseUrl, ids } }: { connection: Connection }) {
  const [purpose, setPurpose] = useState<Purpose>('list')
  const [language, setLanguage] = useState<Language>(() => LANGUAGES.find((one) => one === readText(KEY)) ?? 'curl')
  const panelId = useId()
  const conversationId = exampleId.value
  const secret = fresh.value[dialect]?.secret
  const [last = ''] = secretsOf(dialect).slice(-1)
  const code = writeSnippet(dialect, purpose, language, { baseUrl, ids, secrets: { [last]: secret } })
  const isWhole = Object.values(ids).every((id) => id !== null)
  return (
    <div class={styles.calls}>
      <div class={styles.bar}>
        <Tabs
          label={says.purpose}
          panelId={panelId}
          tabs={PURPOSES.map((value) => ({ value, label: says.purposes[value] }))}
          value={purpose}
          onChoose={setPurpose}
        />
        <Tabs
          label={says.language}
          panelId={panelId}
          tabs={LANGUAGES.map((value) => ({ value, label: says.languages[value] }))}
          value={language}
          onChoose={(value) => {
            setLanguage(value)
            keepText(KEY, value)
          }}
        />
      </div>
      <div id={panelId} role="tabpanel" aria-label={says.code(says.purposes[purpose], says.languages[language])}>
        <CodeBlock
          code={code}
          language={language === 'curl' ? 'shell' : 'typescript'}
          label={says.code(says.purposes[purpose], says.languages[language])}
        />
      </div>
      <p class={styles.hint}>
        {!isWhole && `${says.missing} `}
        {(secret === undefined || secretsOf(dialect).length > 1) && `${says.fillIn} `}
        {says.runs[language]}
        {purpose === 'send' && ` ${says.real}`}
        {purpose === 'send' && says.notes[dialect] && ` ${says.notes[dialect]}`}
        {purpose === 'send' && conversationId !== null && (
          <>
            {' '}
            <a href={`#/conversations/${conversationId}`}>{says.open}</a>
          </>
        )}
      </p>
    </div>
  )
}
