import type { Progress } from '../../core/transfer/format.ts'

const EVERY_MS = 1000

/** Says now and then how far something is, and at the end of each part, in lines such as `rows 12,000 of 40,000, 9,500/s`. */
export function showProgress(write: (text: string) => void): Progress {
  let started = performance.now()
  let shown = started
  let last: string | undefined
  return ({ what, done, total }) => {
    const now = performance.now()
    if (what !== last) started = now
    const isOver = done === total
    if (what === last && !isOver && now - shown < EVERY_MS) return
    last = what
    shown = now
    const seconds = (now - started) / 1000
    const rate = seconds > 0 ? `, ${Math.round(done / seconds).toLocaleString('en')}/s` : ''
    write(`${what} ${done.toLocaleString('en')} of ${total.toLocaleString('en')}${rate}\n`)
  }
}
