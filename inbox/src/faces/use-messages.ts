import { useEffect, useState } from 'preact/hooks'
import type { LogEvent, Message } from '../api/wire.ts'
import { onLive } from '../live/live.ts'
import { api } from '../session.ts'

const PAGE = 40

export type Messages = {
  /** Oldest first; undefined until they are known. */
  messages: readonly Message[] | undefined
  hasEarlier: boolean
  loadEarlier: () => Promise<void>
}

/** The newest messages of a conversation, live, and as many earlier ones as somebody asks for. */
export function useMessages(conversationId: number): Messages {
  const [state, setState] = useState<{ messages?: readonly Message[]; before: number | null }>({ before: null })
  useEffect(() => {
    let isOver = false
    const load = () =>
      void readPage(conversationId).then(
        (page) => isOver || setState((known) => ({ messages: merge(page.messages, known.messages ?? []), before: page.nextBefore })),
        () => {}, // the faces beside it say what is wrong
      )
    const hear = ({ message, conversationId: of }: LogEvent) => {
      if (of !== conversationId || !message) return
      setState((known) => ({ ...known, messages: merge(known.messages ?? [], [message]) }))
    }
    // What was known goes: it may have changed without a word.
    const begin = () => {
      setState({ before: null })
      load()
    }
    const stops = [onLive('event', hear), onLive('reset', begin)]
    begin()
    return () => {
      isOver = true
      for (const stop of stops) stop()
    }
  }, [conversationId])
  return {
    messages: state.messages,
    hasEarlier: state.before !== null,
    async loadEarlier() {
      const page = await readPage(conversationId, state.before ?? undefined)
      setState((known) => ({ messages: merge(page.messages, known.messages ?? []), before: page.nextBefore }))
    },
  }
}

function readPage(conversationId: number, before?: number) {
  return api.get<{ messages: Message[]; nextBefore: number | null }>(`/conversations/${conversationId}/messages`, { limit: PAGE, before })
}

/** Oldest first, each once, as it was told last. */
function merge(known: readonly Message[], told: readonly Message[]): Message[] {
  const byId = new Map([...known, ...told].map((message) => [message.id, message]))
  return [...byId.values()].sort((a, b) => a.seq - b.seq)
}
