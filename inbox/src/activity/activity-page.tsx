import { words } from '../words/words.ts'

export function ActivityPage() {
  return <h1>{words.pages.activity}</h1>
}
