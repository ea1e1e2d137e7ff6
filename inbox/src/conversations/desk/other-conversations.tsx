import { words } from '../../words/words.ts'
import { toPreview } from '../list/preview.ts'
import { formatShort } from '../list/short-time.ts'
import { useNow } from '../list/use-now.ts'
import type { Work } from '../work.ts'
import type { Details } from './details.ts'
import styles from './other-conversations.module.css'
import { Section } from './section.tsx'

/** What else there is with the same contact, the latest first. */
export function OtherConversations({ details, work }: { details: Details; work: Work }) {
  const now = useNow()
  const others = details.others.value
  if (others.length === 0) return null
  return (
    <Section title={words.work.others.title}>
      <ul class={styles.others}>
        {others.map((one) => {
          const { text } = toPreview(one.overview.lastMessage, work.me.id)
          return (
            <li key={one.id}>
              <a class={styles.other} href={`#/conversations/${one.id}`}>
                <span class={styles.head}>
                  <span class={styles.status} data-status={one.status}>
                    {words.work.status[one.status]}
                  </span>
                  <span>#{one.number}</span>
                  <span class={styles.time}>{formatShort(one.lastActivityAt ?? one.updatedAt, now)}</span>
                </span>
                <span class={styles.text} dir="auto">
                  {one.subject || text || words.work.noMessage}
                </span>
              </a>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
