import { Download, FileText } from 'lucide'
import { useState } from 'preact/hooks'
import type { Message } from '../../../api/wire.ts'
import { formatBytes } from '../../../ui/format.ts'
import { Icon } from '../../../ui/icon.tsx'
import { words } from '../../../words/words.ts'
import styles from './attachments.module.css'
import { Lightbox } from './lightbox.tsx'
import { kindOf, localAddress } from './local-address.ts'

type File = Message['attachments'][number]

/** The files of a message: pictures as thumbnails that open, sounds and films to play, anything else to download. */
export function Attachments({ of }: { of: Message }) {
  const [opened, setOpened] = useState<number>()
  const pictures = of.attachments.filter((file) => kindOf(file) === 'picture')
  const others = of.attachments.filter((file) => kindOf(file) !== 'picture')
  return (
    <div class={styles.attachments}>
      {pictures.length > 0 && (
        <div class={styles.pictures} data-many={pictures.length > 1 || undefined}>
          {pictures.map((file, index) => (
            <Picture key={file.id} file={file} alone={pictures.length === 1} onOpen={() => setOpened(index)} />
          ))}
        </div>
      )}
      {others.map((file) => (
        <Other key={file.id} file={file} />
      ))}
      {opened !== undefined && <Lightbox pictures={pictures} first={opened} onClose={() => setOpened(undefined)} />}
    </div>
  )
}

const LARGEST = { width: 320, height: 260 }

function Picture({ file, alone, onOpen }: { file: File; alone: boolean; onOpen: () => void }) {
  const { width, height } = alone ? fit(file.width ?? 1, file.height ?? 1) : { width: 120, height: 120 }
  return (
    <button type="button" class={styles.picture} aria-label={words.thread.openImage(file.name)} title={file.name} onClick={onOpen}>
      <img src={localAddress(file.thumbnailUrl ?? file.url)} alt="" width={width} height={height} loading="lazy" decoding="async" />
    </button>
  )
}

/** As large as there is room, and no larger than it is; known before it is loaded, so that nothing moves. */
function fit(width: number, height: number) {
  const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height)
  return { width: Math.max(24, Math.round(width * scale)), height: Math.max(24, Math.round(height * scale)) }
}

function Other({ file }: { file: File }) {
  const kind = kindOf(file)
  const url = localAddress(file.url)
  return (
    <div class={styles.other}>
      {/* biome-ignore lint/a11y/useMediaCaption: what somebody sent has no captions. */}
      {kind === 'audio' && <audio controls preload="none" src={url} aria-label={file.name} />}
      {/* biome-ignore lint/a11y/useMediaCaption: what somebody sent has no captions. */}
      {kind === 'video' && <video controls preload="metadata" src={url} aria-label={file.name} width={320} height={180} />}
      <a class={styles.file} href={url} download={file.name}>
        <Icon of={FileText} size={18} />
        <span class="visually-hidden">{words.thread.download}</span>
        <span class={styles.name}>{file.name}</span>
        <span class={styles.size}>{formatBytes(file.sizeBytes)}</span>
        <Icon of={Download} size={15} />
      </a>
    </div>
  )
}
