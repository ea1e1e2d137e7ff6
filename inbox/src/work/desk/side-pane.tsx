import type { ComponentChildren } from 'preact'
import { words } from '../../words/words.ts'

/** What is known about a conversation, and what can be done with it. `start` stands at the beginning of its header. */
export function SidePane({ start }: { conversationId: number; start: ComponentChildren }) {
  return (
    <header>
      {start}
      <h2>{words.work.details}</h2>
    </header>
  )
}
