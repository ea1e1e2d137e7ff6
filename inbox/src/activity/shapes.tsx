import { formatClock } from '../ui/format.ts'
import type { Drawn, Series } from './activity.ts'
import styles from './chart.module.css'
import { BESIDE, type ChartLook, END, HEIGHT, type Place } from './place-chart.ts'
import { labelled, stretches, toPath } from './scale.ts'

/** No time below the axis sticks out. */
const HALF_LABEL = 26

export function Axes({ drawn, look, place }: { drawn: Drawn; look: ChartLook; place: Place }) {
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

export function Bars({ drawn: { times, series }, place }: { drawn: Drawn; place: Place }) {
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

export function Lines({ drawn: { series }, place }: { drawn: Drawn; place: Place }) {
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

export function Marks({ marks, times, place }: { marks: Series; times: readonly string[]; place: Place }) {
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
