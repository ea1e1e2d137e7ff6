import { words } from '../../words/words.ts'

/** The conversations one works on. */
export function ListPane(_props: { conversationId: number | undefined }) {
  return <h1>{words.work.list}</h1>
}
