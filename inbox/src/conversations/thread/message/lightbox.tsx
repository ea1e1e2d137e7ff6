import { ChevronLeft, ChevronRight, Download, X } from 'lucide'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../../api/wire.ts'
import { IconButton } from '../../../ui/button.tsx'
import { focusBack } from '../../../ui/focus-back.ts'
import { formatBytes } from '../../../ui/format.ts'
import { Icon } from '../../../ui/icon.tsx'
import { words } from '../../../words/words.ts'
import styles from './attachments.module.css'
import { localAddress } from './local-address.ts'

/** The pictures of a message, one at a time, as large as the window. Arrows move, Escape closes. */
export function Lightbox({ pictures, first, onClose }: { pictures: Message['attachments']; first: number; onClose: () => void }) {
  const ref = useRef<HTMLDialogElement>(null)
  const [at, setAt] = useState(first)
  useEffect(() => {
    const back = focusBack()
    ref.current?.showModal()
    return back
  }, [])
  const picture = pictures[at]
  if (!picture) return null
  const move = (step: number) => setAt((at + step + pictures.length) % pictures.length)
  return (
    <dialog
      ref={ref}
      class={styles.lightbox}
      aria-label={picture.name}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'ArrowLeft') move(-1)
        if (event.key === 'ArrowRight') move(1)
      }}
    >
      <header>
        <p>
          <strong>{picture.name}</strong>
          <span>{formatBytes(picture.sizeBytes)}</span>
          {pictures.length > 1 && <span>{words.thread.imageCount(at + 1, pictures.length)}</span>}
        </p>
        <a href={localAddress(picture.url)} download={picture.name} aria-label={words.thread.download + picture.name} class={styles.save}>
          <Icon of={Download} />
        </a>
        <IconButton icon={X} label={words.ui.close} onClick={onClose} />
      </header>
      <div class={styles.stage}>
        {pictures.length > 1 && <IconButton icon={ChevronLeft} label={words.thread.previousImage} onClick={() => move(-1)} />}
        <img src={localAddress(picture.url)} alt={picture.name} />
        {pictures.length > 1 && <IconButton icon={ChevronRight} label={words.thread.nextImage} onClick={() => move(1)} />}
      </div>
    </dialog>
  )
}
