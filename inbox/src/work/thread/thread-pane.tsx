import type { ComponentChildren } from 'preact'

/** One conversation, at its newest message or at one that is looked for (`at`, a seq). `start` and `end` stand in its header. */
export function ThreadPane({ start, end }: { conversationId: number; at?: number; start: ComponentChildren; end: ComponentChildren }) {
  return (
    <header>
      {start}
      {end}
    </header>
  )
}
