import { place } from '../router.ts'
import { isAdministrator } from '../session.ts'
import { AdministratorsOnly } from '../shell/administrators-only.tsx'
import { words } from '../words/words.ts'
import styles from './deliveries-page.module.css'
import { WebhookList } from './webhook-list.tsx'
import { WebhookView } from './webhook-view.tsx'

/** `#/deliveries`, `#/deliveries/WEBHOOK` and `#/deliveries/WEBHOOK/NUMBER`: what leaves, and what became of it. */
export function DeliveriesPage() {
  if (!isAdministrator.value) return <AdministratorsOnly title={words.pages.deliveries}>{words.deliveries.notYours}</AdministratorsOnly>
  const [id, number] = place.value.parts
  return (
    <div class={styles.page}>
      {id === undefined ? <WebhookList /> : <WebhookView key={id} id={id} number={number === undefined ? undefined : Number(number)} />}
    </div>
  )
}
