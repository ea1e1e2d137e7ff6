import type { Signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Message } from '../../api/wire.ts'
import type { RunningOutbox } from '../composer/run-outbox.ts'
import type { Thread } from './open-thread.ts'
import type { Parents } from './parents.ts'

/** What the parts of an open conversation share. */
export type ThreadRoom = {
  conversationId: number
  thread: Thread
  outbox: RunningOutbox
  parents: Parents
  /** Whoever looks. `mayChange` says whether they may edit and delete messages. */
  me: { id: number; name: string; mayChange: boolean }
  /** The message that is being edited. */
  editing: Signal<number | null>
  /** Begins an answer to a message. */
  reply(message: Message): void
  /** Puts a text that was not sent back into the composer. */
  giveBack(entry: { text: string; private: boolean }, files: readonly File[]): void
}

export const ThreadContext = createContext<ThreadRoom>(undefined as never)

export function useRoom(): ThreadRoom {
  return useContext(ThreadContext)
}
