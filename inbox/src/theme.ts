import { effect, signal } from '@preact/signals'
import { keepText, readText } from './kept.ts'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'theme'
const known = readText(KEY)

/** Light, dark, or as the system is; kept on this device. */
export const theme = signal<Theme>(THEMES.find((one) => one === known) ?? 'auto')

/** Shows the theme on the page from now on. */
export function applyTheme(): void {
  effect(() => {
    if (theme.value === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme.value
    keepText(KEY, theme.value)
  })
}
