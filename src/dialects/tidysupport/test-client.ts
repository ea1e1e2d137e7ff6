import type { TestContext } from 'node:test'
import { type CallOptions, startServer, type TestServer } from '../../../test/harness.ts'
import type { Place } from '../../../test/world.ts'
import { systemCtx } from '../../core/accounts/create-account.ts'
import { sendWithin } from '../../core/messages/send-within.ts'
import type { NewMessage } from '../../model/message.ts'

/** What a test of this dialect needs beside the server: paths and ids in the vendor's form, and a customer who writes. */
export type Tidy = {
  server: TestServer
  home: Place
  away: Place
  inbox: string
  awayInbox: string
  /** The path of the messages of home's conversation. */
  messages: string
  ids: TestServer['core']['ids']
  conversationId: string
  /** Calls with home's key unless told otherwise. */
  call: TestServer['call']
  /** Puts a message into home's conversation from outside of this dialect. */
  say(message: Partial<NewMessage>): Promise<number>
  count(table: 'messages' | 'events' | 'conversations' | 'contacts' | 'attachments'): Promise<number>
}

export async function startTidy(t: TestContext, options: Parameters<typeof startServer>[1] = {}): Promise<Tidy> {
  const server = await startServer(t, options)
  const { home, away } = server
  const { ids } = server.core
  const inboxOf = (place: Place) => `/tidysupport/v1/workspaces/${ids.toPrefixed('account', place.account.id)}/support/inbox`
  const conversationId = ids.toPrefixed('conversation', home.conversation.id)
  return {
    server,
    home,
    away,
    inbox: inboxOf(home),
    awayInbox: inboxOf(away),
    messages: `${inboxOf(home)}/conversations/${conversationId}/messages`,
    ids,
    conversationId,
    call: (method: string, path: string, call: CallOptions = {}) => server.call(method, path, { token: home.tokens.tidysupport, ...call }),
    async say(message) {
      const ctx = systemCtx(server.core, home.account.id)
      const whole = { to: { id: home.conversation.id }, by: 'contact', direction: 'inbound', text: 'Hello', ...message } as NewMessage
      const sent = await server.core.store.tx((tx) => sendWithin(ctx, tx, [whole]))
      return sent.messages[0]?.id ?? 0
    },
    async count(table) {
      const row = await server.core.store.one<{ count: number }>(`select count(*) as count from ${table}`)
      return row?.count ?? 0
    },
  }
}

/** The vendor's error body. */
export function refusal(statusCode: number, error: string, message: string) {
  return { statusCode, error, message }
}
