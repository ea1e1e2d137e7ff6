import { useEffect } from 'preact/hooks'
import { listAppActions } from './app-actions.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { listenToKeys } from './listen-to-keys.ts'
import { shown } from './open-palette.ts'
import { PaletteDialog } from './palette-dialog.tsx'
import { useActions } from './use-actions.ts'

/** The keyboard's way to everything: keys that call actions, the palette of all of them, and the list of keys. */
export function Palette() {
  useActions(listAppActions())
  useEffect(listenToKeys, [])
  const open = shown.value
  if (open === null) return null
  if (open.what === 'keys') return <KeysDialog />
  return <PaletteDialog key={open.what === 'all' ? '' : open.id} begin={open.what === 'all' ? undefined : open.id} />
}
