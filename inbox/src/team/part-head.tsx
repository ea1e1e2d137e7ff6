import { Plus } from 'lucide'
import { Button } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import styles from './team-page.module.css'

/** What a part of the page is about, and how one adds to it; who may not is told who may. */
export function PartHead({ title, intro, add, onAdd }: { title: string; intro: string; add: string; onAdd: (() => void) | undefined }) {
  return (
    <header class={styles.head}>
      <div class={styles.about}>
        <h2>{title}</h2>
        <p>
          {intro}
          {!onAdd && ` ${words.team.adminsOnly}`}
        </p>
      </div>
      {onAdd && (
        <Button look="primary" icon={Plus} onClick={onAdd}>
          {add}
        </Button>
      )}
    </header>
  )
}
