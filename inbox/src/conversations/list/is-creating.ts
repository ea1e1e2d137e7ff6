import { signal } from '@preact/signals'

/** Whether the dialog for a new conversation is open; the palette opens it, too. */
export const isCreating = signal(false)
