import { type ReadonlySignal, signal } from '@preact/signals'
import type { Api } from '../../../api/client.ts'
import type { Message } from '../../../api/wire.ts'

/** Messages that others reply to: null is one that is not the reader's to see. */
export type Parents = {
  known: ReadonlySignal<ReadonlyMap<number, Message | null>>
  /** Reads one that is not known yet. */
  need(id: number): void
  /** Takes in how one is now. */
  put(message: Message): void
}

export function keepParents(api: Api, conversationId: number): Parents {
  const known = signal<ReadonlyMap<number, Message | null>>(new Map())
  const asked = new Set<number>()
  const set = (id: number, message: Message | null) => {
    known.value = new Map(known.value).set(id, message)
  }
  return {
    known,
    need(id) {
      if (asked.has(id)) return
      asked.add(id)
      api.get<Message>(`/conversations/${conversationId}/messages/${id}`).then(
        (message) => set(id, message),
        () => set(id, null),
      )
    },
    put(message) {
      if (known.value.has(message.id)) set(message.id, message)
    },
  }
}
