import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { formatClock } from '../ui/format.ts'
import { words } from '../words/words.ts'
import type { Drawn, Series } from './activity.ts'
import { Chart } from './chart.tsx'
import styles from './figure.module.css'
import type { ChartLook } from './place-chart.ts'

const says = words.activity

/** One thing over the last hour: how it is now in large, a sentence, the chart, and on demand the same as a table. */
export function Figure({
  title,
  now,
  of,
  sentence,
  drawn,
  look,
  total,
  children,
}: {
  title: string
  /** The number that is looked for first. */
  now: string
  /** What that number is of, where the title does not say it. */
  of?: string
  sentence: string
  drawn: Drawn
  look: ChartLook
  /** What stands beside a series while no minute is pointed at. */
  total?: (series: Series) => string
  children?: ComponentChildren
}) {
  const id = useId()
  const [pointed, setPointed] = useState<number>()
  const all = look.marks ? [...drawn.series, look.marks] : drawn.series
  const shownOf = (series: Series): string => {
    if (pointed === undefined) return total?.(series) ?? ''
    const value = series.values[pointed] ?? null
    return value === null ? says.unknown : formatOf(series, look)(value)
  }
  return (
    <section class={styles.figure} aria-labelledby={id}>
      <header class={styles.header}>
        <h2 id={id} class={styles.title}>
          {title}
        </h2>
        <p class={styles.now}>
          {now}
          {of !== undefined && <span class={styles.of}>{of}</span>}
        </p>
        <p class={styles.sentence}>{sentence}</p>
      </header>
      <div class={styles.legend}>
        {all.map((series) => (
          <span key={series.name} class={styles.entry}>
            <span class={styles.swatch} style={{ background: series.colour }} />
            {series.name}
            <span class={styles.value}>{shownOf(series)}</span>
          </span>
        ))}
        <span class={styles.minute}>{pointed === undefined ? '' : formatClock(drawn.times[pointed] ?? '')}</span>
      </div>
      <Chart drawn={drawn} look={look} label={says.chart(title, now, sentence)} onPoint={setPointed} />
      {children}
      <AsTable title={title} times={drawn.times} all={all} look={look} />
    </section>
  )
}

/** Marks are counted, whatever the chart measures. */
function formatOf(series: Series, look: ChartLook): (value: number) => string {
  return series === look.marks ? String : look.format
}

function AsTable({ title, times, all, look }: { title: string; times: readonly string[]; all: readonly Series[]; look: ChartLook }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{says.asTable}</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
        <section class={styles.scroll} tabIndex={0} aria-label={says.tableOf(title)}>
          <table class={styles.table}>
            <thead>
              <tr>
                <th scope="col">{says.minute}</th>
                {all.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times
                .map((at, index) => ({ at, index }))
                .reverse()
                .map(({ at, index }) => (
                  <tr key={at}>
                    <th scope="row">{formatClock(at)}</th>
                    {all.map((series) => {
                      const value = series.values[index] ?? null
                      return <td key={series.name}>{value === null ? says.unknown : formatOf(series, look)(value)}</td>
                    })}
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  )
}
