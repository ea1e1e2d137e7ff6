import { words } from '../words/words.ts'

export function WorkPage() {
  return <h1>{words.pages.conversations}</h1>
}
