import { CircleAlert, Globe, Plug } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import type { Choice } from '../palette/actions.ts'
import { useActions } from '../palette/use-actions.ts'
import { go, place } from '../router.ts'
import { ApiMark } from '../ui/api-mark.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { words } from '../words/words.ts'
import { ApiPanel } from './api-panel.tsx'
import styles from './connect-page.module.css'
import { connections, failure, forgetSecrets, loadConnect } from './connect-store.ts'
import { Overview } from './overview.tsx'
import { WidgetPanel } from './widget-panel.tsx'

const CHANNELS = 'channels'
const says = words.connect

/** `#/connect`, `#/connect/DIALECT` and `#/connect/channels`: what a developer needs to make a first call. */
export function ConnectPage() {
  useEffect(() => {
    void loadConnect()
    return forgetSecrets
  }, [])
  const [section] = place.value.parts
  useActions([{ id: 'connect.choose', group: 'pages', words: says.choose, icon: Plug, choose: listChoices }])
  return (
    <div class={styles.page}>
      <Sections current={section} />
      <div class={styles.content}>
        <Section name={section} />
      </div>
    </div>
  )
}

function listChoices(text: string): Choice[] {
  const named = (connections.value?.connections ?? []).map(({ dialect }) => ({ id: dialect, words: says.names[dialect] }))
  return [...named, { id: CHANNELS, words: says.channels }]
    .filter((one) => one.words.toLowerCase().includes(text.trim().toLowerCase()))
    .map((one) => ({ ...one, run: () => go(`#/connect/${one.id}`) }))
}

function Sections({ current }: { current: string | undefined }) {
  const known = connections.value?.connections ?? []
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [current, known])
  return (
    <nav class={styles.sections} aria-label={says.sections}>
      <h1 class={styles.title}>
        <a href="#/connect" aria-current={current === undefined ? 'page' : undefined}>
          {says.title}
        </a>
      </h1>
      <ul ref={list} class={styles.list}>
        {known.map(({ dialect }) => (
          <li key={dialect}>
            <a class={styles.section} href={`#/connect/${dialect}`} aria-current={dialect === current ? 'page' : undefined}>
              <ApiMark dialect={dialect} size={24} />
              {says.names[dialect]}
            </a>
          </li>
        ))}
        <li class={styles.apart}>
          <a class={styles.section} href={`#/connect/${CHANNELS}`} aria-current={current === CHANNELS ? 'page' : undefined}>
            <span class={styles.glyph}>
              <Icon of={Globe} size={16} />
            </span>
            {says.channels}
          </a>
        </li>
      </ul>
    </nav>
  )
}

function Section({ name }: { name: string | undefined }) {
  const known = connections.value
  if (failure.value) {
    return (
      <Empty icon={CircleAlert} title={says.failed}>
        <p>{failure.value.message}</p>
        <Button onClick={() => void loadConnect()}>{words.ui.retry}</Button>
      </Empty>
    )
  }
  if (!known) return <Skeleton lines={6} label={words.ui.loading} />
  if (name === undefined) return <Overview connections={known.connections} />
  if (name === CHANNELS) return <WidgetPanel url={known.url} />
  const connection = known.connections.find(({ dialect }) => dialect === name)
  if (!connection) return <Empty icon={CircleAlert} title={says.unknown(name)} />
  return <ApiPanel key={name} connection={connection} account={known.account} />
}
