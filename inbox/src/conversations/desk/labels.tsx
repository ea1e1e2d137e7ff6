import { Plus } from 'lucide'
import { openPalette } from '../../palette/open-palette.ts'
import { IconButton } from '../../ui/button.tsx'
import { words } from '../../words/words.ts'
import type { Listed } from '../conversations.ts'
import { LabelChip } from '../label-chip.tsx'
import type { Work } from '../work.ts'
import { toggleLabel } from './handle-conversation.ts'
import styles from './labels.module.css'
import { Section } from './section.tsx'

/** The labels a conversation bears; which others there are, and new ones, the palette knows. */
export function Labels({ one, work }: { one: Listed; work: Work }) {
  const labels = one.labels ?? []
  return (
    <Section
      title={words.work.desk.labels}
      action={<IconButton icon={Plus} label={words.work.desk.addLabel} onClick={() => openPalette('conversation.label')} />}
    >
      {labels.length > 0 && (
        <ul class={styles.labels}>
          {labels.map((label) => (
            <li key={label}>
              <LabelChip label={label} directory={work.directory} onRemove={() => void toggleLabel(work, one, label)} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
