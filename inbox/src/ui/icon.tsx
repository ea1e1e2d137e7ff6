import type { IconNode } from 'lucide'
import { h } from 'preact'

/** An icon of the set `lucide`, which says nothing to a screen reader: words stand beside it, or on the button around it. */
export function Icon({ of, size = 18 }: { of: IconNode; size?: number }) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {of.map(([name, attributes], index) => h(name as 'path', { ...(attributes as object), key: index }))}
    </svg>
  )
}
