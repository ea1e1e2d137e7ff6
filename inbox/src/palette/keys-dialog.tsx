import { Dialog } from '../ui/dialog.tsx'
import { Checkbox } from '../ui/field.tsx'
import { words } from '../words/words.ts'
import { GROUPS, keysOf, listActions } from './actions.ts'
import { Keys } from './keys-view.tsx'
import { shown } from './open-palette.ts'
import styles from './palette.module.css'
import { hasSingleKeys } from './single-keys.ts'

/** Every key that calls something on this page. */
export function KeysDialog() {
  const actions = listActions().filter((action) => keysOf(action).length > 0)
  const groups = GROUPS.map((group) => ({ group, actions: actions.filter((action) => action.group === group) }))
  return (
    <Dialog
      wide
      title={words.palette.keysTitle}
      onClose={() => {
        shown.value = null
      }}
    >
      <p class={styles.keysHint}>{words.palette.keysHint}</p>
      <div class={styles.sheet}>
        {groups.map(
          ({ group, actions: some }) =>
            some.length > 0 && (
              <section key={group}>
                <h3 class={styles.heading}>{words.palette.groups[group]}</h3>
                <dl>
                  {some.map((action) => (
                    <div key={action.id} class={styles.row}>
                      <dt>{action.words}</dt>
                      <dd>
                        {keysOf(action).map((keys) => (
                          <Keys key={keys} of={keys} />
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ),
        )}
      </div>
      <Checkbox
        label={words.palette.singleKeys}
        checked={hasSingleKeys.value}
        onChange={(event) => {
          hasSingleKeys.value = event.currentTarget.checked
        }}
      />
    </Dialog>
  )
}
