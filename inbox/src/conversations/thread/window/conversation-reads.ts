import type { Api } from '../../../api/client.ts'
import type { OverviewedConversation, Participant } from '../../../api/wire.ts'
import { type MessagePage, type MessageWindow, windowOf, withNewer } from './message-window.ts'

export type ConversationReads = {
  conversation(): Promise<OverviewedConversation>
  participants(): Promise<readonly Participant[]>
  newest(): Promise<MessagePage>
  older(before: number): Promise<MessagePage>
  newer(after: number): Promise<MessagePage>
  /** A stretch on both sides of a seq, which is in it. */
  around(seq: number): Promise<MessageWindow>
}

const PAGE = 60
const HALF_PAGE = 40

/** What is asked of the server for one conversation. */
export function conversationReads(api: Api, conversationId: number): ConversationReads {
  const path = `/conversations/${conversationId}`
  const page = (query: Record<string, string | number>) => api.get<MessagePage>(`${path}/messages`, query)
  return {
    conversation: () => api.get<OverviewedConversation>(path, { include: 'overview' }),
    participants: async () => (await api.get<{ participants: Participant[] }>(`${path}/participants`)).participants,
    newest: () => page({ limit: PAGE }),
    older: (before) => page({ before, limit: PAGE }),
    newer: (after) => page({ after, order: 'oldest', limit: PAGE }),
    async around(seq) {
      const [older, newer] = await Promise.all([
        page({ before: seq + 1, limit: HALF_PAGE }),
        page({ after: seq, order: 'oldest', limit: HALF_PAGE }),
      ])
      return withNewer(windowOf(older), newer)
    },
  }
}
