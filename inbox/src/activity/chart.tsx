import { useState } from 'preact/hooks'
import { formatClock } from '../ui/format.ts'
import type { Drawn, Series } from './activity.ts'
import styles from './chart.module.css'
import { labelled, type Scale, scaleTo, stretches, toPath } from './scale.ts'
import { useWidth } from './use-width.ts'

const HEIGHT = 190
const TOP = 8
const BOTTOM = 24
/** Room for what is written beside the axis. */
const BESIDE = 58
const END = 10
/** No time below the axis sticks out. */
const HALF_LABEL = 26

export type ChartLook = {
  kind: 'bars' | 'lines'
  /** How far the axis goes at least. */
  least: number
  format: (value: number) => string
  /** Minutes in which something went wrong are marked at the foot. */
  marks?: Series
}

type Place = { width: number; scale: Scale; slot: number; x: (index: number) => number; y: (value: number) => number }

/** Draws minutes beside one another, as bars on top of each other or as lines. What it shows stands in words and in a table beside it. */
export function Chart({
  drawn,
  look,
  label,
  onPoint,
}: {
  drawn: Drawn
  look: ChartLook
  label: string
  onPoint: (index: number | undefined) => void
}) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const [pointed, setPointed] = useState<number>()
  const place = placeIn(drawn, look, width)
  const point = (index: number | undefined) => {
    setPointed(index)
    onPoint(index)
  }
  const follow = (event: PointerEvent) => {
    const { left } = (event.currentTarget as Element).getBoundingClientRect()
    const index = Math.floor((event.clientX - left - BESIDE) / place.slot)
    point(index >= 0 && index < drawn.times.length ? index : undefined)
  }
  return (
    <div ref={ref} class={styles.chart} dir="ltr">
      {width > 0 && (
        <svg
          role="img"
          aria-label={label}
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          onPointerMove={follow}
          onPointerLeave={() => point(undefined)}
        >
          <Axes drawn={drawn} look={look} place={place} />
          <rect
            class={styles.pointed}
            visibility={pointed === undefined ? 'hidden' : 'visible'}
            x={place.x(pointed ?? 0)}
            y={TOP}
            width={place.slot}
            height={HEIGHT - TOP - BOTTOM}
          />
          {look.kind === 'bars' ? <Bars drawn={drawn} place={place} /> : <Lines drawn={drawn} place={place} />}
          {look.marks && <Marks marks={look.marks} times={drawn.times} place={place} />}
        </svg>
      )}
    </div>
  )
}

function placeIn({ times, series }: Drawn, { kind, least }: ChartLook, width: number): Place {
  const tops = times.map((_at, index) => {
    const values = series.map((one) => one.values[index] ?? 0)
    return kind === 'bars' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values)
  })
  const scale = scaleTo(Math.max(0, ...tops), least)
  const slot = Math.max(1, width - BESIDE - END) / Math.max(1, times.length)
  return {
    width,
    scale,
    slot,
    x: (index) => BESIDE + index * slot,
    y: (value) => TOP + (1 - value / scale.max) * (HEIGHT - TOP - BOTTOM),
  }
}

function Axes({ drawn, look, place }: { drawn: Drawn; look: ChartLook; place: Place }) {
  return (
    <g>
      {place.scale.ticks.map((tick) => (
        <g key={tick}>
          <line class={styles.grid} x1={BESIDE} x2={place.width - END} y1={place.y(tick)} y2={place.y(tick)} />
          <text class={styles.tick} x={BESIDE - 8} y={place.y(tick)} text-anchor="end" dominant-baseline="middle">
            {look.format(tick)}
          </text>
        </g>
      ))}
      {labelled(drawn.times, place.width - BESIDE - END).map(({ index, at }) => (
        <text
          key={at}
          class={styles.tick}
          x={Math.min(place.x(index) + place.slot / 2, place.width - HALF_LABEL)}
          y={HEIGHT - 6}
          text-anchor="middle"
        >
          {formatClock(at)}
        </text>
      ))}
    </g>
  )
}

function Bars({ drawn: { times, series }, place }: { drawn: Drawn; place: Place }) {
  const gap = place.slot > 6 ? 2 : 1
  return (
    <>
      {times.map((at, index) => {
        let below = 0
        return series.map(({ name, colour, values }) => {
          const value = values[index] ?? 0
          if (value === 0) return null
          const from = below
          below += value
          return (
            <rect
              key={`${at} ${name}`}
              class={styles.bar}
              x={place.x(index) + gap / 2}
              y={place.y(below)}
              width={Math.max(1, place.slot - gap)}
              height={Math.max(1, place.y(from) - place.y(below))}
              rx={1}
              fill={colour}
            />
          )
        })
      })}
    </>
  )
}

function Lines({ drawn: { series }, place }: { drawn: Drawn; place: Place }) {
  return (
    <>
      {series.map(({ name, colour, values }) => {
        const points = values.map((value, index) => (value === null ? null : { x: place.x(index) + place.slot / 2, y: place.y(value) }))
        return (
          <g key={name} stroke={colour} fill={colour}>
            {stretches(points).map((stretch, index) => {
              const [first] = stretch
              if (first && stretch.length === 1) return <circle key={index} cx={first.x} cy={first.y} r={2.5} stroke="none" />
              return <path key={index} class={styles.line} d={toPath(stretch)} />
            })}
          </g>
        )
      })}
    </>
  )
}

function Marks({ marks, times, place }: { marks: Series; times: readonly string[]; place: Place }) {
  return (
    <g fill={marks.colour}>
      {times.map((at, index) =>
        (marks.values[index] ?? 0) > 0 ? (
          <rect key={at} x={place.x(index) + 0.5} y={place.y(0) - 5} width={Math.max(2, place.slot - 1)} height={5} rx={1} />
        ) : null,
      )}
    </g>
  )
}
