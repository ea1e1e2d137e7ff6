import type { Signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext, useState } from 'preact/hooks'
import type { Message } from '../../api/wire.ts'
import type { OutboxEntry } from '../composer/outbox.ts'
import type { RunningOutbox } from '../composer/run-outbox.ts'
import type { Thread } from './window/open-thread.ts'
import type { Parents } from './window/parents.ts'

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
  /** What was unfolded stays so when it leaves the document and comes back; by name and id. */
  unfolded: Set<string>
  /** Begins an answer to a message. */
  reply(message: Message): void
  /** Puts a text that was not sent back into the composer. */
  giveBack(entry: OutboxEntry, files: readonly File[]): void
}

export const ThreadContext = createContext<ThreadRoom>(undefined as never)

export function useRoom(): ThreadRoom {
  return useContext(ThreadContext)
}

/** Whether a part of a message is unfolded, and what changes that. */
export function useUnfolded(name: string, messageId: number): [isUnfolded: boolean, toggle: () => void] {
  const { unfolded } = useRoom()
  const key = `${name}:${messageId}`
  const [isUnfolded, setUnfolded] = useState(unfolded.has(key))
  const toggle = () => {
    if (isUnfolded) unfolded.delete(key)
    else unfolded.add(key)
    setUnfolded(!isUnfolded)
  }
  return [isUnfolded, toggle]
}
