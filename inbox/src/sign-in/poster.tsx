import { API_COLOURS, type Dialect } from '../ui/apis.ts'
import { words } from '../words/words.ts'
import styles from './poster.module.css'

/** What Parley is, in a picture beside the form where there is room for one. It says nothing that whoever cannot see it would miss. */
export function Poster() {
  const { sample, slogan } = words.signIn
  return (
    <div class={styles.poster} aria-hidden="true">
      <div class={styles.talk}>
        <p class={`${styles.bubble} ${styles.guest}`}>{sample.guest}</p>
        <p class={`${styles.bubble} ${styles.answer}`}>{sample.answer}</p>
      </div>
      <div class={styles.apis}>
        {Object.entries(API_COLOURS).map(([dialect, color]) => (
          <span key={dialect} class={styles.api} style={{ color }}>
            {words.connect.names[dialect as Dialect]}
          </span>
        ))}
      </div>
      <p class={styles.slogan}>{slogan}</p>
    </div>
  )
}
