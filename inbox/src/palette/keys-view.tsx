import { Fragment } from 'preact'
import { words } from '../words/words.ts'
import styles from './palette.module.css'
import { systemKeys } from './system-keys.ts'

/** The keys of an action, as they stand on the keyboard. */
export function Keys({ of }: { of: string }) {
  return (
    <span class={styles.keys}>
      {systemKeys(of).map((stroke, index) => (
        <Fragment key={index}>
          {index > 0 && <span class={styles.then}>{words.palette.andThen}</span>}
          {stroke.map((one) => (
            <kbd key={one} class={styles.key}>
              {one}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  )
}
