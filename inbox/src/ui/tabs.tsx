import type { ComponentChildren } from 'preact'
import styles from './tabs.module.css'

/** One of few, shown beside one another; arrows move between them. The panel below is the caller's: give it `id={panelId}` and `role="tabpanel"`. */
export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onChoose,
  panelId,
}: {
  label: string
  tabs: readonly { value: T; label: ComponentChildren }[]
  value: T
  onChoose: (value: T) => void
  panelId: string
}) {
  const steer = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const list = event.currentTarget as HTMLElement
    const isMirrored = getComputedStyle(list).direction === 'rtl'
    const at = tabs.findIndex((one) => one.value === value)
    const next = tabs[(at + (isMirrored ? -step : step) + tabs.length) % tabs.length]
    if (!next) return
    onChoose(next.value)
    list.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus()
  }
  return (
    <div role="tablist" tabIndex={-1} aria-label={label} class={styles.tabs} onKeyDown={steer}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          data-tab={tab.value}
          class={styles.tab}
          aria-selected={tab.value === value}
          aria-controls={panelId}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChoose(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}
