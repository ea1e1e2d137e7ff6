import { CircleAlert, Compass } from 'lucide'
import type { ComponentType } from 'preact'
import { useEffect, useErrorBoundary, useState } from 'preact/hooks'
import type { Page } from '../pages.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { words } from '../words/words.ts'
import styles from './shell.module.css'

/** One page, loaded when it is first shown. What goes wrong in it leaves the rail and the other pages alone. */
export function PageView({ page }: { page: Page | undefined }) {
  if (!page)
    return (
      <Empty icon={Compass} title={words.pages.unknown}>
        {words.pages.unknownHint}
      </Empty>
    )
  return <Guarded key={page.name} page={page} />
}

function Guarded({ page }: { page: Page }) {
  const [error] = useErrorBoundary((thrown) => console.error(thrown))
  const [loaded, setLoaded] = useState<{ View: ComponentType } | 'failed'>()
  useEffect(() => {
    document.title = `${page.label} · ${words.app.name}`
    page.load().then(
      (View) => setLoaded({ View }),
      // After an update of the server its files have other names.
      () => setLoaded('failed'),
    )
  }, [page])
  const problem = loaded === 'failed' ? words.app.notLoaded : (error as Error | undefined)?.message
  if (problem !== undefined) {
    return (
      <Empty icon={CircleAlert} title={words.app.failed}>
        <p>{problem}</p>
        <Button onClick={() => location.reload()}>{words.app.reload}</Button>
      </Empty>
    )
  }
  if (!loaded || loaded === 'failed') {
    return (
      <div class={styles.loading}>
        <Skeleton lines={5} label={words.ui.loading} />
      </div>
    )
  }
  return <loaded.View />
}
