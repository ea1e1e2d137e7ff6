import assert from 'node:assert/strict'
import { systemCtx } from '../../src/core/accounts/create-account.ts'
import { createChannel } from '../../src/core/channels/create-channel.ts'
import type { DialectName } from '../../src/model/token.ts'
import type { TestServer } from '../harness.ts'
import { say } from '../mews-client.ts'
import type { Known } from './json-arbitraries.ts'
import type { Material } from './request-arbitraries.ts'

/** Both accounts' ids in the dialect's own form, its credentials, and enough in the store for every route to be about something. */
export async function gather(server: TestServer, dialect: DialectName): Promise<Material> {
  const { home, away, core } = server
  const [message] = await say(server, home, home.conversation, 'One', 'Two', { text: 'A note', private: true })
  assert.ok(message)
  const inboxes = `/chatwoot/api/v1/accounts/${home.account.id}`
  const body = { name: 'Vera', inbox_id: home.channel.id }
  const visitor = await server.call('POST', `${inboxes}/contacts`, { token: home.tokens.chatwoot, body })
  const widget = await core.store.tx((tx) => createChannel(systemCtx(core, home.account.id), tx, { name: 'Chat', kind: 'web_widget' }))
  const sourceId = visitor.body.payload.contact_inbox.source_id as string

  const isFamily = dialect === 'chatwoot' || dialect === 'ndoto' || dialect === '99digital'
  type Kind = 'account' | 'conversation' | 'message' | 'member' | 'contact' | 'channel'
  const write = (kind: Kind, id: number): unknown => {
    if (dialect === 'tidysupport') return core.ids.toPrefixed(kind, id)
    if (dialect === 'ondi' || dialect === 'mews') return core.ids.toUuid(kind === 'member' || kind === 'contact' ? 'author' : kind, id)
    return id
  }
  const conversations = isFamily ? [home.conversation.number, home.ticket.number] : [home.conversation.id, away.conversation.id]
  const ids: [RegExp, unknown[]][] = [
    [/^(?:account|tenant|workspace|enterprise)_?ids?$/i, [write('account', home.account.id)]],
    [/^(?:conversation|messageThread|thread)_?ids?$/i, conversations.map((id) => write('conversation', id))],
    [/message_?ids?$|^parentId$/i, [write('message', message.id)]],
    [
      /^(?:agent|member|assignee|assignedTo|user|sender|participant|author|supportMember)_?ids?$/i,
      [home.ann, home.bob, away.ann].map((one) => write('member', one.id)),
    ],
    [/^(?:contact|customer)_?ids?$/i, [home.jane, away.jane].map((one) => write('contact', one.id))],
    [/^(?:channel|inbox)_?ids?$/i, [write('channel', home.channel.id)]],
    [/^inbox_identifier$/, [home.channel.identifier]],
    [/^channelIdentifier$/, [widget.identifier]],
    [/^source_id$/, [sourceId]],
  ]
  const known: Known = (name) => ids.find(([pattern]) => pattern.test(name))?.[1] ?? []
  // People who see some conversations only, an application, and who administers the installation.
  const others = dialect === 'mews' ? [] : [home.secrets.eve, home.secrets.jane, home.tokens.mews, server.installToken]
  const secrets = { good: home.tokens[dialect], foreign: away.tokens[dialect], others }
  if (dialect !== 'mews') return { known, secrets }
  return { known, secrets, client: { good: server.clientToken, foreign: server.stranger.clientToken } }
}
