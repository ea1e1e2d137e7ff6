import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { words } from '../../../words/words.ts'
import { toHtmlDocument } from './html-document.ts'
import styleUrl from './html-frame.css?url'
import styles from './message.module.css'

const TALLEST = 2400

/** A message's own HTML, in a frame where nothing runs and that reaches nothing; as tall as what it shows. */
export function HtmlFrame({ html }: { html: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const watcher = useRef<ResizeObserver | undefined>(undefined)
  const [height, setHeight] = useState(80)
  const source = useMemo(
    () => toHtmlDocument(html, { styleUrl, theme: document.documentElement.dataset.theme, imageWord: words.thread.remoteImage }),
    [html],
  )
  const measure = () => {
    const body = frame.current?.contentDocument?.body
    if (!body) return
    watcher.current?.disconnect()
    watcher.current = new ResizeObserver(() => setHeight(Math.min(TALLEST, Math.ceil(body.getBoundingClientRect().height) + 2)))
    watcher.current.observe(body)
  }
  useEffect(() => () => watcher.current?.disconnect(), [])
  // Its document is of this origin so that it can be measured; scripts, which could use that, are not allowed in it.
  return (
    <iframe
      ref={frame}
      class={styles.frame}
      title={words.thread.originalTitle}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcdoc={source}
      style={{ blockSize: `${height}px` }}
      onLoad={measure}
    />
  )
}
