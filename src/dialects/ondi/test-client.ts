import type { CallAnswer, CallOptions, TestServer } from '../../../test/harness.ts'
import type { Place } from '../../../test/world.ts'
import { systemCtx } from '../../core/accounts/create-account.ts'
import { sendMessages } from '../../core/messages/send-messages.ts'
import type { AuthorRef } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Message, NewMessage } from '../../model/message.ts'
import type { DialectName } from '../../model/token.ts'

/** 2026-01-02T01:04:05.250Z, so that printing whole seconds has something to cut off. */
export const START = Date.UTC(2026, 0, 2, 1, 4, 5, 250) * 1000

/** A clock that a test moves by hand. */
export function createClock() {
  const clock = { time: START, now: () => clock.time, pass: (seconds: number) => (clock.time += seconds * 1_000_000) }
  return clock
}

/** Calls in OnDi's words, for tests of one place of the world. */
export function createClient(server: TestServer, place: Place = server.home) {
  const uuid = (kind: 'account' | 'author' | 'conversation' | 'message', id: number) => server.core.ids.toUuid(kind, id)
  const pathOf = (conversation: Conversation) => `/ondi/messaging/conversations/${uuid('conversation', conversation.id)}`
  const messagesOf = (conversation: Conversation) => `${pathOf(conversation)}/messages`

  return {
    uuid,
    pathOf,
    messagesOf,
    tenant: uuid('account', place.account.id),
    user: (person: { id: number }) => uuid('author', person.id),
    call: (method: string, path: string, options: CallOptions = {}): Promise<CallAnswer> =>
      server.call(method, path, { token: place.tokens.ondi, ...options }),
    list: (query = '', token = place.tokens.ondi, conversation = place.conversation): Promise<CallAnswer> =>
      server.call('GET', `${messagesOf(conversation)}${query}`, { token }),
    send: (body: unknown, token = place.tokens.ondi, conversation = place.conversation): Promise<CallAnswer> =>
      server.call('POST', messagesOf(conversation), { token, body }),
    /** A message as another dialect sends it. */
    async sendFrom(
      dialect: DialectName,
      actor: AuthorRef,
      message: Partial<NewMessage>,
      conversation = place.conversation,
    ): Promise<Message> {
      const ctx = { ...systemCtx(server.core, place.account.id), actor, dialect }
      const sent: Message[] = []
      const complete: NewMessage = { to: { id: conversation.id }, by: actor, direction: 'outbound', text: null, ...message }
      await sendMessages(ctx, [complete], {}, (_db, { messages }) => {
        sent.push(...messages)
        return { status: 200, body: null }
      })
      return sent[0] as Message
    },
    /** Everything a refused request must have left as it was. */
    async countRows() {
      const tables = ['messages', 'events', 'conversations', 'participants', 'idempotency_keys']
      const counts = tables.map((table) => server.core.store.one<{ count: number }>(`select count(*) as count from ${table}`))
      return Object.fromEntries((await Promise.all(counts)).map((row, index) => [tables[index], row?.count]))
    },
  }
}

export type Client = ReturnType<typeof createClient>

/** The vendor's error envelope. */
export function failure(message: string) {
  return { success: false, message }
}
