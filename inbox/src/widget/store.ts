import type { ChatState } from './state.ts'

/** What is shown now, and whoever wants to know when that changes. */
export type Store = {
  get(): ChatState
  set(change: Partial<ChatState>): void
  listen(listener: (now: ChatState, before: ChatState) => void): void
}

export function createStore(first: ChatState): Store {
  let state = first
  const listeners = new Set<(now: ChatState, before: ChatState) => void>()
  return {
    get: () => state,
    set(change) {
      const before = state
      state = { ...state, ...change }
      for (const listen of listeners) listen(state, before)
    },
    listen: (listener) => void listeners.add(listener),
  }
}
