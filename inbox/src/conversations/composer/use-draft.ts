import { useState } from 'preact/hooks'
import type { Draft, Drafts, Mode } from './drafts.ts'

/** What is being written, kept with every change. */
export type KeptDraft = Draft & { set(change: Partial<Draft>): void; clear(): void }

export function useDraft(drafts: Drafts, conversationId: number, mode: Mode): KeptDraft {
  const [, redraw] = useState(0)
  const draft = drafts.get(conversationId, mode)
  const set = (change: Partial<Draft>) => {
    drafts.set(conversationId, mode, { ...drafts.get(conversationId, mode), ...change })
    redraw((count) => count + 1)
  }
  return { ...draft, set, clear: () => set({ text: '', parent: null }) }
}
