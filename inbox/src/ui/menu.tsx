import { Check, type IconNode } from 'lucide'
import type { ComponentChildren, ComponentProps, Ref } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'
import styles from './menu.module.css'

export type MenuItem =
  | { label: string; icon?: IconNode; hint?: string; danger?: boolean; checked?: boolean; disabled?: boolean; onChoose: () => void }
  | { heading: string }
  | 'line'

type TriggerProps = Pick<ComponentProps<'button'>, 'onClick' | 'onKeyDown'> & {
  ref: Ref<HTMLButtonElement>
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  'aria-controls': string | undefined
}

/** A menu below a button, which is drawn by `trigger` with the props it is given. Arrows move, Enter chooses, Escape closes and gives focus back. */
export function Menu({
  items,
  label,
  trigger,
}: {
  items: readonly MenuItem[]
  label: string
  trigger: (props: TriggerProps) => ComponentChildren
}) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      {trigger({
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        'aria-controls': isOpen ? id : undefined,
        onClick: () => setOpen(!isOpen),
        onKeyDown(event) {
          if (event.key !== 'ArrowDown' || isOpen) return
          event.preventDefault()
          setOpen(true)
        },
      })}
      {isOpen && <List {...{ id, items, label }} anchor={button.current} onClose={close} />}
    </>
  )
}

function List({
  id,
  items,
  label,
  anchor,
  onClose,
}: {
  id: string
  items: readonly MenuItem[]
  label: string
  anchor: HTMLElement | null
  onClose: () => void
}) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const list = ref.current
    if (!list || !anchor) return
    list.showPopover()
    placeBeside(list, anchor)
    entriesOf(list)[0]?.focus()
  }, [anchor])
  useEffect(() => {
    const outside = (event: Event) => {
      if (!ref.current?.contains(event.target as Node) && !anchor?.contains(event.target as Node)) onClose()
    }
    addEventListener('pointerdown', outside, true)
    addEventListener('resize', onClose)
    return () => {
      removeEventListener('pointerdown', outside, true)
      removeEventListener('resize', onClose)
    }
  }, [anchor, onClose])
  return (
    <div
      ref={ref}
      id={id}
      popover="manual"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      class={styles.menu}
      onKeyDown={(event) => steer(event, onClose)}
    >
      {items.map((item, index) => {
        if (item === 'line') return <hr key={index} class={styles.line} />
        if ('heading' in item) {
          return (
            <div key={index} class={styles.heading} role="presentation">
              {item.heading}
            </div>
          )
        }
        return (
          <button
            key={index}
            type="button"
            {...(item.checked === undefined ? { role: 'menuitem' } : { role: 'menuitemcheckbox', 'aria-checked': item.checked })}
            disabled={item.disabled}
            tabIndex={-1}
            class={`${styles.item} ${item.danger ? styles.danger : ''}`}
            onClick={() => {
              onClose()
              item.onChoose()
            }}
          >
            <span class={styles.mark}>{(item.icon ?? (item.checked && Check)) && <Icon of={item.icon ?? Check} size={16} />}</span>
            <span class={styles.label}>{item.label}</span>
            {item.hint && <span class={styles.hint}>{item.hint}</span>}
          </button>
        )
      })}
    </div>
  )
}

function entriesOf(list: HTMLElement): HTMLButtonElement[] {
  return [...list.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
}

function steer(event: KeyboardEvent, onClose: () => void): void {
  const entries = entriesOf(event.currentTarget as HTMLElement)
  const at = entries.indexOf(document.activeElement as HTMLButtonElement)
  const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 + entries.length, Home: 0, End: entries.length - 1 }
  const to = steps[event.key]
  if (event.key === 'Escape' || event.key === 'Tab') onClose()
  else if (to !== undefined) entries[to % entries.length]?.focus()
  else if (event.key.length === 1 && event.key !== ' ') {
    const rest = [...entries.slice(at + 1), ...entries.slice(0, at + 1)]
    rest.find((one) => one.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus()
  } else return
  event.preventDefault()
  event.stopPropagation()
}

/** Below the anchor where there is room, else above; its edge at the anchor's, and never out of the window. */
function placeBeside(list: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect()
  const { width, height } = list.getBoundingClientRect()
  const margin = 8
  const below = at.bottom + 4
  const top = below + height + margin <= innerHeight ? below : Math.max(margin, at.top - height - 4)
  const isLeft = at.left + width + margin <= innerWidth
  list.style.top = `${top}px`
  list.style.left = `${isLeft ? at.left : Math.max(margin, at.right - width)}px`
}
