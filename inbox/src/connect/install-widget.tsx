import type { Channel } from '../api/wire.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { words } from '../words/words.ts'
import { writeIdentifiedTag, writeIdentityProof, writeScriptTag } from './snippets/widget-snippets.ts'
import styles from './widget-panel.module.css'

const says = words.connect.widget

/** The one line that puts a widget on a site, and how that site proves who its visitor is. */
export function InstallWidget({ channel, url }: { channel: Channel; url: string }) {
  return (
    <section class={styles.install} aria-label={says.install(channel.name)}>
      <h3 class={styles.heading}>{says.install(channel.name)}</h3>
      <p class={styles.hint}>{says.installHint}</p>
      <CodeBlock code={writeScriptTag(url, channel.identifier)} language="html" label={says.code} />
      <p>
        <a href={`/demo?channel=${encodeURIComponent(channel.identifier)}`} target="_blank" rel="noopener">
          {says.demo}
        </a>
      </p>
      <h3 class={styles.heading}>{says.identify}</h3>
      <p class={styles.hint}>{says.identifyHint}</p>
      {channel.hmacToken !== undefined && (
        <p class={styles.key}>
          <span>{says.key}</span>
          <code>{channel.hmacToken}</code>
          <CopyButton text={channel.hmacToken} name={words.connect.address.copy(says.key)} />
        </p>
      )}
      <CodeBlock code={writeIdentifiedTag(url, channel.identifier)} language="html" label={says.identifiedCode} />
      <CodeBlock code={writeIdentityProof()} language="typescript" label={says.hmacCode} />
    </section>
  )
}
