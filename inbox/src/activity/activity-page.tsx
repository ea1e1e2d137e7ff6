import { useRef, useState } from 'preact/hooks'
import type { ActivityReport } from '../api/wire.ts'
import { connection } from '../live/live.ts'
import { usePolling } from '../live/use-polling.ts'
import { api, isAdministrator } from '../session.ts'
import { AdministratorsOnly } from '../shell/administrators-only.tsx'
import { words } from '../words/words.ts'
import { enterReport, minutesToAsk } from './activity.ts'
import styles from './activity-page.module.css'
import { MessagesFigure, RequestsFigure, StoreFigure, WebhooksFigure } from './figures.tsx'

const says = words.activity
const EVERY_MS = 4000

/** `#/activity`: how busy the last hour was, and is. */
export function ActivityPage() {
  if (!isAdministrator.value) return <AdministratorsOnly title={words.pages.activity}>{says.notYours}</AdministratorsOnly>
  return <Charts />
}

function Charts() {
  const [report, setReport] = useState<ActivityReport>()
  const [failure, setFailure] = useState<Error>()
  const lastAt = useRef<number>(undefined)
  usePolling(async () => {
    try {
      const asked = Date.now()
      const answer = await api.get<ActivityReport>('/activity', { minutes: minutesToAsk(lastAt.current, asked) })
      lastAt.current = asked
      setReport((known) => enterReport(known, answer))
      setFailure(undefined)
    } catch (error) {
      setFailure(error as Error)
    }
  }, EVERY_MS)
  const isLive = !failure && connection.value !== 'offline'
  return (
    <div class={styles.page}>
      <header class={styles.header}>
        <h1 class={styles.title}>{words.pages.activity}</h1>
        <p class={styles.intro}>{says.intro}</p>
        <p class={styles.live} data-live={isLive} role="status">
          {isLive ? says.live : (failure?.message ?? says.stale)}
        </p>
      </header>
      <div class={styles.charts} aria-busy={!report}>
        {report ? (
          <>
            <MessagesFigure report={report} />
            <WebhooksFigure report={report} />
            <StoreFigure report={report} />
            {report.installation && <RequestsFigure report={report} />}
          </>
        ) : (
          [0, 1, 2, 3].map((index) => <div key={index} class={styles.coming} />)
        )}
      </div>
      {report && <p class={styles.foot}>{report.installation ? says.alone(report.streams) : says.shared(report.streams)}</p>}
    </div>
  )
}
