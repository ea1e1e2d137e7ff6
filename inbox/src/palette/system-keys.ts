import { showKeys } from './keys.ts'

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** Keys as they stand on the keyboard of this system: strokes one after another, each of one or more keys. */
export function systemKeys(keys: string): string[][] {
  return showKeys(keys, isApple)
}

/** The same as one text. */
export function sayKeys(keys: string): string {
  return systemKeys(keys).flat().join(' ')
}
