import { words } from '../words/words.ts'

export function FacesPage() {
  return <h1>{words.pages.faces}</h1>
}
