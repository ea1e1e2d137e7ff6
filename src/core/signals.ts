import type { Signal } from '../model/signal.ts'

/** Passes on what is kept nowhere: within this process at once, to others through the store where it can. */
export type Signals = { send(signal: Signal): void; listen(listener: (signal: Signal) => void): () => void }

export function createSignals(): Signals {
  const listeners = new Set<(signal: Signal) => void>()
  return {
    send(signal) {
      for (const listener of listeners) listener(signal)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
