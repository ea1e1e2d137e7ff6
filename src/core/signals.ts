import type { Signal } from '../model/signal.ts'
import type { Store } from '../storage/db.ts'
import type { Core } from './context.ts'

/** Passes on what is kept nowhere: within this process at once, to others through the store where it can. */
export type Signals = {
  /** Tells those who look, wherever they do. */
  send(signal: Signal): void
  /** The same within this process alone. */
  tell(signal: Signal): void
  /** The same in the other processes alone. */
  broadcast(signal: Signal): void
  listen(listener: SignalListener): () => void
}

/** `own` says that it was said in this process, to be told everywhere. */
type SignalListener = (signal: Signal, own: boolean) => void

export function createSignals(store: Pick<Store, 'broadcast'>): Signals {
  const listeners = new Set<SignalListener>()
  const tell = (signal: Signal, own: boolean) => {
    for (const listener of listeners) listener(signal, own)
  }
  const signals: Signals = {
    send(signal) {
      tell(signal, true)
      signals.broadcast(signal)
    },
    tell: (signal) => tell(signal, false),
    broadcast: (signal) => store.broadcast(JSON.stringify(signal)),
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return signals
}

/** Takes in what other processes say: who is there with them is weighed with who is there elsewhere, and everything else told. */
export function hearOthers({ store, signals, presence }: Core): void {
  store.onBroadcast((text, from) => {
    const signal = JSON.parse(text) as Signal
    if (signal.kind === 'presence') presence.hear(from, signal.accountId, signal.author, signal.online)
    else signals.tell(signal)
  })
}
