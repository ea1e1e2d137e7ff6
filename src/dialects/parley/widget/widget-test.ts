import { createHmac } from 'node:crypto'
import type { TestContext } from 'node:test'
import { type CallAnswer, type CallOptions, startServer, type TestServer } from '../../../../test/harness.ts'
import { parleyClient } from '../../../../test/parley-client.ts'
import type { Place } from '../../../../test/world.ts'

/** A server with a channel for a widget in each account, and what a page and the team can do there. */
export async function startWidget(t: TestContext, settings: object = {}) {
  const server = await startServer(t)
  const ann = parleyClient(server, server.home.tokens.parley)
  const channel = await makeChannel(server, server.home, settings)
  return { server, ann, channel, ...visits(server, channel.identifier) }
}

export async function makeChannel(server: TestServer, { tokens }: Place, body: object = {}) {
  const made = await parleyClient(server, tokens.parley).post('/channels', { name: 'Chat', kind: 'web_widget', ...body })
  return made.body as { id: number; identifier: string; hmacToken: string }
}

/** What a page does with a channel's public name. */
export function visits(server: TestServer, identifier: string) {
  const path = `/parley/v1/widget/${identifier}`
  return {
    open: (body: object = {}, options: CallOptions = {}): Promise<CallAnswer> =>
      server.call('POST', `${path}/session`, { body, ...options }),
    say: (token: string | undefined, text: string, options: CallOptions & { visitor?: object } = {}): Promise<CallAnswer> => {
      const { visitor, ...rest } = options
      return server.call('POST', `${path}/messages`, { token, body: { text, ...(visitor && { visitor }) }, ...rest })
    },
  }
}

export function hashOf(channel: { hmacToken: string }, identifier: string): string {
  return createHmac('sha256', channel.hmacToken).update(identifier).digest('hex')
}
