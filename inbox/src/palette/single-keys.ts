import { effect, signal } from '@preact/signals'
import { keepText, readText } from '../kept.ts'

const KEY = 'single-keys'

/** Whether keys without Control or Command call anything: whoever speaks to their computer may not want them to. Kept on this device. */
export const hasSingleKeys = signal(readText(KEY) !== 'off')

effect(() => keepText(KEY, hasSingleKeys.value ? null : 'off'))
