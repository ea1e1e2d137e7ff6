import assert from 'node:assert/strict'
import { systemCtx } from '../src/core/accounts/create-account.ts'
import type { Ctx } from '../src/core/context.ts'
import { sendMessages } from '../src/core/messages/send-messages.ts'
import type { Conversation } from '../src/model/conversation.ts'
import type { Message, NewMessage } from '../src/model/message.ts'
import type { CallAnswer, TestServer } from './harness.ts'
import type { Place } from './world.ts'

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
export const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

export type MewsClient = ReturnType<typeof mewsClient>

/** A Mews client of one AccessToken; `post` speaks in the vendor's own path at the root. */
export function mewsClient(server: TestServer, who: 'home' | 'away' | 'portfolio' | 'stranger' = 'home') {
  const stranger = who === 'stranger'
  const access = who === 'portfolio' ? server.portfolioToken : stranger ? server.stranger.accessToken : server[who].tokens.mews
  const credentials = {
    ClientToken: stranger ? server.stranger.clientToken : server.clientToken,
    AccessToken: access,
    Client: 'Sample Client 1.0.0',
  }
  return {
    credentials,
    post(operation: string, body: object = {}, headers: Record<string, string> = {}): Promise<CallAnswer> {
      return server.call('POST', `/api/connector/v1/${operation}`, { headers, body: { ...credentials, ...body } })
    },
  }
}

/** Asserts the vendor's error: status, message and the request's id in body and header. */
export function assertRefused(answer: CallAnswer, status: number, message: string): void {
  const requestId = answer.headers.get('request-id')
  assert.deepEqual(
    { status: answer.status, body: answer.body },
    { status, body: { Message: message, RequestId: requestId, Details: null } },
  )
  assert.match(requestId ?? '', /^[0-9a-f-]{36}$/)
}

export function threadId(server: TestServer, conversation: { id: number }): string {
  return server.core.ids.toUuid('conversation', conversation.id)
}

export function messageId(server: TestServer, message: { id: number }): string {
  return server.core.ids.toUuid('message', message.id)
}

export function ctxOf(server: TestServer, place: Place): Ctx {
  return { ...systemCtx(server.core, place.account.id), actor: place.ann }
}

/** Sends messages into a conversation from outside of this dialect, by default as Ann's answers. */
export async function say(
  server: TestServer,
  place: Place,
  conversation: Conversation,
  ...messages: (Partial<NewMessage> | string)[]
): Promise<Message[]> {
  const by = { kind: 'member', id: place.ann.id } as const
  const news = messages.map((one): NewMessage => {
    const to = { id: conversation.id }
    const given = typeof one === 'string' ? { text: one } : one
    return { to, by, direction: 'outbound', text: null, ...given }
  })
  const sent: Message[] = []
  await sendMessages(ctxOf(server, place), news, {}, (_db, { messages }) => {
    sent.push(...messages)
    return { status: 200, body: null }
  })
  return sent
}

/** How much there is of everything a write could leave behind. */
export async function countRows(server: TestServer): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of ['messages', 'events', 'conversations', 'contacts', 'idempotency_keys']) {
    const [row] = await server.core.store.all<{ count: number }>(`select count(*) as count from ${table}`)
    counts[table] = row?.count ?? 0
  }
  return counts
}
