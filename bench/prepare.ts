import { createDiskBlobs } from '../src/blobs/disk.ts'
import { createAccount, systemCtx } from '../src/core/accounts/create-account.ts'
import { createApplication } from '../src/core/applications/create-application.ts'
import { createChannel } from '../src/core/channels/create-channel.ts'
import { createContact } from '../src/core/contacts/create-contact.ts'
import type { Core } from '../src/core/context.ts'
import { createConversation } from '../src/core/conversations/create-conversation.ts'
import { createMember } from '../src/core/members/create-member.ts'
import { openCore } from '../src/core/open-core.ts'
import { createToken } from '../src/core/tokens/create-token.ts'
import type { Conversation } from '../src/model/conversation.ts'
import type { Message } from '../src/model/message.ts'
import { DIALECT_NAMES, type DialectName } from '../src/model/token.ts'
import { openStore } from '../src/storage/open.ts'
import { updateHeads } from '../src/storage/queries/conversations/conversation-heads.ts'
import { insertMessages } from '../src/storage/queries/messages/messages.ts'
import { type WireRequest, wireRequest } from './load.ts'

export const TEXT = 'Thanks for reaching out! We will look into this right away.'
export const SECRET = 'bench-secret-'

/** What a load can ask of a prepared store, by dialect: one request for each conversation. */
export type Target = { name: DialectName; sends: WireRequest[]; lists: WireRequest[] }

export type Prepared = { targets: Target[]; accountId: number; conversations: Conversation[]; memberId: number }

/** Fills a new store with one account, its tokens for every dialect and conversations that all dialects may write into and read. */
export async function prepare(location: string, blobs: string, conversationCount: number): Promise<Prepared> {
  return withCore(location, blobs, async (core) => {
    const made = await core.store.tx(async (tx) => {
      const account = await createAccount(core, tx, { name: 'Bench' })
      const ctx = systemCtx(core, account.id)
      const channel = await createChannel(ctx, tx, { name: 'API' })
      const member = await createMember(ctx, tx, { name: 'Ann Miller', email: 'ann@bench.example', role: 'administrator' })
      const application = await createApplication(core, tx, { name: 'Bench client' })
      for (const dialect of DIALECT_NAMES) {
        const author = dialect === 'mews' ? application : member
        const applicationId = dialect === 'mews' ? application.id : null
        await createToken(core, tx, {
          accountId: account.id,
          author,
          applicationId,
          scope: 'api',
          dialect,
          label: 'bench',
          secret: SECRET + dialect,
        })
      }
      const client = { accountId: 0, author: application, applicationId: application.id, scope: 'client', dialect: 'mews' } as const
      await createToken(core, tx, { ...client, label: 'bench', secret: `${SECRET}client` })
      return { accountId: account.id, ctx, channel, member, application }
    })
    const conversations: Conversation[] = []
    while (conversations.length < conversationCount) {
      await core.store.tx(async (tx) => {
        for (let step = 0; step < 500 && conversations.length < conversationCount; step++) {
          const contact = await createContact(made.ctx, tx, {
            name: `Customer ${conversations.length}`,
            identifier: `c-${conversations.length}`,
          })
          const people = {
            contactId: contact.id,
            applicationId: made.application.id,
            participants: [{ author: made.member, role: 'member' }],
          }
          conversations.push(await createConversation(made.ctx, tx, { ...people, channelId: made.channel.id }))
        }
      })
    }
    return {
      accountId: made.accountId,
      memberId: made.member.id,
      conversations,
      targets: DIALECT_NAMES.map((name) => createTarget(core, name, made.accountId, conversations)),
    }
  })
}

/** Puts messages into every conversation directly, without events, so that a large store is made in minutes. */
export async function fill(
  location: string,
  blobs: string,
  prepared: Prepared,
  each: number,
  onProgress: (messages: number) => void,
): Promise<void> {
  await withCore(location, blobs, async (core) => {
    const start = core.now() - 30 * 86_400_000_000
    for (let from = 0, done = 0; from < prepared.conversations.length; from += 10) {
      const some = prepared.conversations.slice(from, from + 10)
      await core.store.tx(async (tx) => {
        const ids = await tx.takeIds(some.length * each)
        const messages = some.flatMap((conversation, index) =>
          Array.from({ length: each }, (_, seq) =>
            draft(prepared, conversation, seq + 1, ids[index * each + seq] as number, start + seq * 1e6),
          ),
        )
        await insertMessages(tx, messages)
        await updateHeads(
          tx,
          some.map((one) => ({ before: one, after: { ...one, lastSeq: each, publicCount: each, lastActivityAt: start + each * 1e6 } })),
        )
        done += messages.length
      })
      onProgress(done)
    }
  })
}

export function draft(prepared: Prepared, conversation: Conversation, seq: number, id: number, createdAt: number): Message {
  return {
    id,
    accountId: prepared.accountId,
    conversationId: conversation.id,
    conversationNumber: conversation.number,
    seq,
    direction: 'outbound',
    private: false,
    author: { kind: 'member', id: prepared.memberId },
    text: TEXT,
    html: null,
    contentType: 'text',
    attributes: {},
    extra: {},
    parentId: null,
    sourceId: null,
    status: 'sent',
    failure: null,
    attachments: [],
    createdAt,
    sentAt: createdAt,
    editedAt: null,
    deletedAt: null,
  }
}

async function withCore<T>(location: string, blobs: string, work: (core: Core) => Promise<T>): Promise<T> {
  const store = await openStore(location, { connections: 4 })
  try {
    return await work(await openCore({ store, blobs: createDiskBlobs(blobs) }))
  } finally {
    await store.close()
  }
}

function createTarget(core: Core, name: DialectName, accountId: number, conversations: Conversation[]): Target {
  const secret = SECRET + name
  const pair = (one: Conversation): [send: WireRequest, list: WireRequest] => {
    const post = (path: string, body: object, headers = {}) => wireRequest('POST', path, headers, JSON.stringify(body))
    const get = (path: string, headers: Record<string, string>) => wireRequest('GET', path, headers)
    const bearer = { authorization: `Bearer ${secret}` }
    const family = { api_access_token: secret }
    if (name === 'parley') {
      const path = `/parley/v1/conversations/${one.id}/messages`
      return [post(path, { text: TEXT }, bearer), get(`${path}?limit=20&order=newest`, bearer)]
    }
    if (name === 'ondi') {
      const path = `/ondi/messaging/conversations/${core.ids.toUuid('conversation', one.id)}/messages`
      return [post(path, { message_type: 'text', content: TEXT }, bearer), get(`${path}?page=1&limit=20`, bearer)]
    }
    if (name === 'tidysupport') {
      const workspace = core.ids.toPrefixed('account', accountId)
      const path = `/tidysupport/v1/workspaces/${workspace}/support/inbox/conversations/${core.ids.toPrefixed('conversation', one.id)}/messages`
      return [post(path, { contentText: TEXT }, bearer), get(`${path}?limit=20`, bearer)]
    }
    if (name === 'mews') {
      const credentials = { ClientToken: `${SECRET}client`, AccessToken: secret, Client: 'Bench 1.0.0' }
      const thread = core.ids.toUuid('conversation', one.id)
      return [
        post('/mews/api/connector/v1/messages/add', { ...credentials, Messages: [{ MessageThreadId: thread, Text: TEXT }] }),
        post('/mews/api/connector/v1/messages/getAll', { ...credentials, MessageThreadIds: [thread], Limitation: { Count: 20 } }),
      ]
    }
    const path = `/${name}/api/v1/accounts/${accountId}/conversations/${one.number}/messages`
    // Ndoto and 99digital list whole conversations; their newest page is asked for by what comes after a point (ndoto sheet 3.1).
    return [post(path, { content: TEXT, message_type: 'outgoing', private: false }, family), get(path, family)]
  }
  const pairs = conversations.map(pair)
  return { name, sends: pairs.map(([send]) => send), lists: pairs.map(([, list]) => list) }
}
