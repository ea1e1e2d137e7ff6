import assert from 'node:assert/strict'
import { Value } from 'typebox/value'
import type { CallOptions, TestServer } from '../../../test/harness.ts'
import { systemCtx } from '../../core/accounts/create-account.ts'
import { createChannel } from '../../core/channels/create-channel.ts'
import { createConversation } from '../../core/conversations/create-conversation.ts'
import { createMember } from '../../core/members/create-member.ts'
import { createToken } from '../../core/tokens/create-token.ts'
import type { MemberRole } from '../../model/author.ts'
import { DIGITAL99 } from './99digital.ts'
import { CHATWOOT } from './chatwoot.ts'
import { NDOTO } from './ndoto.ts'
import type { Profile } from './profile.ts'

export const PROFILES: readonly Profile[] = [CHATWOOT, NDOTO, DIGITAL99]

/** The messages of home's conversation as one profile's client calls them, with Ann's token unless another is given. */
export function messagesOf(server: TestServer, { name, mount }: Pick<Profile, 'name' | 'mount'>) {
  const { account, conversation, tokens } = server.home
  const path = `${mount}/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`
  const call = (method: string, rest = '', options: CallOptions = {}) =>
    server.call(method, `${path}${rest}`, { token: tokens[name], ...options })
  return {
    path,
    call,
    list: (query = '') => call('GET', query),
    send: (body: unknown, options: CallOptions = {}) => call('POST', '', { body, ...options }),
    /** Sends a plain outgoing message and gives its id. */
    async say(content: string, more: object = {}): Promise<number> {
      const answer = await call('POST', '', { body: { content, message_type: 'outgoing', ...more } })
      assert.equal(answer.status, 200, answer.text)
      return answer.body.id as number
    },
  }
}

/** Asserts that an answer is what its schema says. */
export function assertShape(schema: Profile['Refusal'], body: unknown): void {
  assert.deepEqual(
    Value.Errors(schema, body).map((one) => `${one.instancePath} ${one.message}`),
    [],
  )
}

/** How much there is of what a refused write must not make. */
export async function countWrites(server: TestServer): Promise<Record<string, number>> {
  const count = async (table: string) => (await server.core.store.one<{ n: number }>(`select count(*) as n from ${table}`))?.n ?? 0
  return { messages: await count('messages'), events: await count('events'), attachments: await count('attachments') }
}

/** Somebody with another role at home, and their token. */
export async function addMember(server: TestServer, name: string, role: MemberRole) {
  const { core, home } = server
  return core.store.tx(async (tx) => {
    const member = await createMember(systemCtx(core, home.account.id), tx, { name, role })
    const { secret } = await createToken(core, tx, {
      accountId: home.account.id,
      author: member,
      scope: 'api',
      dialect: 'chatwoot',
      label: name,
    })
    return { member, secret }
  })
}

/** A conversation at home in an inbox that is not an API channel. */
export async function addEmailConversation(server: TestServer) {
  const { core, home } = server
  const ctx = systemCtx(core, home.account.id)
  return core.store.tx(async (tx) => {
    const channel = await createChannel(ctx, tx, { name: 'Mail', kind: 'email', email: 'mail@home.example' })
    return createConversation(ctx, tx, { channelId: channel.id, contactId: home.jane.id })
  })
}
