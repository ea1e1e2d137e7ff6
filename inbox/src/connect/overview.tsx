import { Globe } from 'lucide'
import { ApiMark } from '../ui/api-mark.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import styles from './overview.module.css'
import type { Connection } from './tokens.ts'

const says = words.connect

/** The seven APIs side by side, each with its base address, and the widget. */
export function Overview({ connections }: { connections: readonly Connection[] }) {
  return (
    <>
      <p class={styles.intro}>{says.intro}</p>
      <ul class={styles.cards} aria-label={says.apis}>
        {connections.map(({ dialect, baseUrl }) => (
          <li key={dialect} class={styles.card}>
            <ApiMark dialect={dialect} size={36} />
            <h2 class={styles.name}>
              <a class={styles.link} href={`#/connect/${dialect}`}>
                {says.names[dialect]}
              </a>
            </h2>
            <p class={styles.about}>{says.about[dialect]}</p>
            <div class={styles.address}>
              <code>{baseUrl}</code>
              <CopyButton text={baseUrl} name={says.address.copy(`${says.names[dialect]}, ${says.address.baseUrl}`)} />
            </div>
          </li>
        ))}
        <li class={styles.card}>
          <span class={styles.glyph}>
            <Icon of={Globe} size={20} />
          </span>
          <h2 class={styles.name}>
            <a class={styles.link} href="#/connect/channels">
              {says.channels}
            </a>
          </h2>
          <p class={styles.about}>{says.widget.about}</p>
        </li>
      </ul>
    </>
  )
}
