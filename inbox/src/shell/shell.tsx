import { WifiOff } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import { connection } from '../live/live.ts'
import { PAGES } from '../pages.ts'
import { place } from '../router.ts'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import { PageView } from './page-view.tsx'
import { Rail } from './rail.tsx'
import styles from './shell.module.css'

/** The rail, the bar that says so while the server cannot be reached, and the page one is on. */
export function Shell() {
  const name = place.value.page === '' ? PAGES[0]?.name : place.value.page
  const page = PAGES.find((one) => one.name === name)
  return (
    <div class={styles.shell}>
      <button type="button" class={styles.skip} onClick={skip}>
        {words.app.skipToContent}
      </button>
      <Rail current={page?.name} />
      <div class={styles.content}>
        <OfflineBar />
        <main id="content" tabIndex={-1} class={styles.main}>
          <PageView page={page} />
        </main>
      </div>
    </div>
  )
}

function skip(): void {
  document.getElementById('content')?.focus()
}

/** A break of a moment is not worth a word. */
const WORTH_SAYING_MS = 1500

function OfflineBar() {
  const isOffline = connection.value === 'offline'
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    if (!isOffline) return setShown(false)
    const timer = setTimeout(() => setShown(true), navigator.onLine ? WORTH_SAYING_MS : 0)
    return () => clearTimeout(timer)
  }, [isOffline])
  return (
    <div role="status">
      {isShown && (
        <p class={styles.offline}>
          <Icon of={WifiOff} size={15} />
          {words.app.offline}
        </p>
      )}
    </div>
  )
}
