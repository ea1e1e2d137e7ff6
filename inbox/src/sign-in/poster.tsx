import { words } from '../words/words.ts'
import styles from './poster.module.css'

const TONES = ['ondi', 'ndoto', 'digital', 'mews', 'tidysupport', 'chatwoot', 'parley'] as const

/** What Parley is, in a picture beside the form where there is room for one. It says nothing that whoever cannot see it would miss. */
export function Poster() {
  const { sample, apis, slogan } = words.signIn
  return (
    <div class={styles.poster} aria-hidden="true">
      <div class={styles.talk}>
        <p class={`${styles.bubble} ${styles.guest}`}>{sample.guest}</p>
        <p class={`${styles.bubble} ${styles.answer}`}>{sample.answer}</p>
      </div>
      <div class={styles.apis}>
        {apis.map((name, index) => (
          <span key={name} class={styles.api} style={{ color: `var(--${TONES[index]})` }}>
            {name}
          </span>
        ))}
      </div>
      <p class={styles.slogan}>{slogan}</p>
    </div>
  )
}
