import { signal } from '@preact/signals'

/** What of the palette is open: all of it, one action's choices, or the list of keys. */
export type Shown = { what: 'all' } | { what: 'choices'; id: string } | { what: 'keys' }

export const shown = signal<Shown | null>(null)

/** Opens the palette; with the id of an action that asks, at what there is to choose from. */
export function openPalette(id?: string): void {
  shown.value = id === undefined ? { what: 'all' } : { what: 'choices', id }
}

/** Opens the list of keys. */
export function openKeys(): void {
  shown.value = { what: 'keys' }
}
