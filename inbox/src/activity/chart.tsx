import { useState } from 'preact/hooks'
import type { Drawn } from './activity.ts'
import styles from './chart.module.css'
import { BESIDE, type ChartLook, HEIGHT, INNER, placeIn, TOP } from './place-chart.ts'
import { Axes, Bars, Lines, Marks } from './shapes.tsx'
import { useWidth } from './use-width.ts'

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
            height={INNER}
          />
          {look.kind === 'bars' ? <Bars drawn={drawn} place={place} /> : <Lines drawn={drawn} place={place} />}
          {look.marks && <Marks marks={look.marks} times={drawn.times} place={place} />}
        </svg>
      )}
    </div>
  )
}
