import { words } from '../words/words.ts'

export function ConnectPage() {
  return <h1>{words.pages.connect}</h1>
}
