import { FileText, X } from 'lucide'
import { IconButton } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/words.ts'
import styles from './composer.module.css'
import type { Files } from './use-files.ts'

/** The files that are to go with the message, each of which can still be taken out. */
export function FileTray({ files }: { files: Files }) {
  if (files.staged.length === 0) return null
  return (
    <ul class={styles.tray} aria-label={words.composer.files}>
      {files.staged.map(({ id, name, sizeBytes, preview }) => (
        <li key={id} class={styles.staged}>
          {preview === null ? <Icon of={FileText} size={20} /> : <img src={preview} alt="" width={36} height={36} />}
          <span class={styles.fileName} title={name}>
            {name}
          </span>
          <span class={styles.fileSize}>{formatBytes(sizeBytes)}</span>
          <IconButton icon={X} label={words.composer.removeFile(name)} class={styles.small} onClick={() => files.remove(id)} />
        </li>
      ))}
    </ul>
  )
}
