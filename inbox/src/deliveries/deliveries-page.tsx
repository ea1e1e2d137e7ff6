import { words } from '../words/words.ts'

export function DeliveriesPage() {
  return <h1>{words.pages.deliveries}</h1>
}
