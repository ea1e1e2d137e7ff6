import type { TestContext } from 'node:test'
import type { TestServer } from '../../../../test/harness.ts'
import { waitFor } from '../../../../test/wait-for.ts'
import type { Place } from '../../../../test/world.ts'
import { toPubsubToken } from '../faces/pubsub-token.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came and asserts on it.
export type Frame = any

export type CableClient = {
  socket: WebSocket
  /** Everything that came, pings left out. */
  frames: Frame[]
  send(frame: unknown): void
  /** Waits for a frame of which it holds. */
  until(holds: (frame: Frame) => boolean): Promise<Frame>
  subscribe(identifier: string): Promise<Frame>
  /** Names of the events that came, presence left out. */
  events(): string[]
  /** The data of the first event of this name. */
  data(event: string): Promise<Frame>
}

/** A client that speaks the protocol by hand, as `@rails/actioncable` offers it. */
export async function dialCable(t: TestContext, server: TestServer, path = '/cable'): Promise<CableClient> {
  const socket = new WebSocket(server.url.replace('http', 'ws') + path, ['actioncable-v1-json', 'actioncable-unsupported'])
  t.after(() => socket.close())
  const frames: Frame[] = []
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data)
    if (frame.type !== 'ping') frames.push(frame)
  }
  const client: CableClient = {
    socket,
    frames,
    send: (frame) => socket.send(JSON.stringify(frame)),
    async until(holds) {
      await waitFor(() => frames.some(holds))
      return frames.find(holds)
    },
    subscribe(identifier) {
      client.send({ command: 'subscribe', identifier })
      return client.until((frame) => frame.identifier === identifier && /^(confirm|reject)_/.test(frame.type))
    },
    events: () => frames.flatMap(({ message }) => (message && message.event !== 'presence.update' ? [message.event] : [])),
    data: async (event) => (await client.until(({ message }) => message?.event === event)).message.data,
  }
  await client.until(({ type }) => type === 'welcome')
  return client
}

/** A member's identifier, as a dashboard writes it. */
export function memberIdentifier(server: TestServer, id: number, place: Place = server.home): string {
  const pubsub_token = toPubsubToken(server.core, { accountId: place.account.id, authorId: id })
  return JSON.stringify({ channel: 'RoomChannel', pubsub_token, account_id: place.account.id, user_id: id })
}

export function contactIdentifier(contact: { pubsub_token: string }): string {
  return JSON.stringify({ pubsub_token: contact.pubsub_token, channel: 'RoomChannel' })
}

/** Somebody who has subscribed. */
export async function listen(t: TestContext, server: TestServer, identifier: string): Promise<CableClient> {
  const client = await dialCable(t, server)
  await client.subscribe(identifier)
  return client
}
