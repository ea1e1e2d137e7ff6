import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { Core, Ctx } from '../core/context.ts'
import type { Happening } from '../core/events/replay-events.ts'
import type { Subscriptions } from '../core/webhooks/subscriptions.ts'
import type { Channel } from '../model/channel.ts'
import type { Conversation } from '../model/conversation.ts'
import type { AppError, ErrorKind } from '../model/errors.ts'
import type { JsonObject } from '../model/json.ts'
import type { Signal } from '../model/signal.ts'
import type { DialectName } from '../model/token.ts'
import type { Webhook } from '../model/webhook.ts'
import type { Connector } from './connector.ts'
import type { Faces } from './faces.ts'
import type { RequestLimit } from './limit-requests.ts'

/** A Fastify scope whose schemas are TypeBox types, so that handlers are typed by them. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>

/** An error as one vendor words it. `body` is sent as JSON unless it is a string. */
export type ErrorAnswer = { status: number; body: unknown; headers?: Record<string, string> }

/** The status of every kind of refusal; a new kind does not compile until every dialect answers it. */
export type StatusOf = Record<ErrorKind, number>

/**
 * How a vendor tells a receiver what happened. What is told is decided once, when the log is read; the body is made anew for every attempt, so no text of a message that
 * was deleted meanwhile leaves.
 */
export type Outlet = {
  /** How long a receiver may take to answer, in milliseconds. */
  timeoutMs: number
  /** The names under which this receiver is told of something, as it subscribed to them; none where it is not told. Pure. */
  namesOf(noticed: Noticed, webhook: Webhook): readonly string[]
  /** The name under which a channel's own address is handed a message; what becomes of that delivery is what becomes of the message. */
  handover?: string
  /** The body, as it was at the event as far as the log knows; undefined when what it is about is gone. `ctx` sees what the team sees in this dialect. */
  render(ctx: Ctx, told: Told): Promise<JsonObject | undefined>
  /** Headers beside `content-type` and those of all dialects: signatures, names. */
  headers(told: Signed): Record<string, string>
  /** Where the vendor tells who is typing, which is kept nowhere: the name under which a receiver is told, undefined where it is not, and the body. */
  typing?: {
    nameOf(typing: Typing, webhook: Webhook): string | undefined
    render(ctx: Ctx, typing: Typing): Promise<JsonObject | undefined>
  }
}

/** Somebody who types in a conversation, or no more. */
export type Typing = Extract<Signal, { kind: 'typing' }> & { conversation: Conversation; channel: Channel | undefined }

/** What happened, and the channel of the conversation it happened in; the conversation and the message as the event left them, as far as the log knows (core/events/as-after.ts). */
export type Noticed = Happening & { channel: Channel | undefined }

/** One delivery about to be made. */
export type Told = { webhook: Webhook; noticed: Noticed; name: string; deliveryId: string }

/** Its body as it goes out, to be signed. `deliveryId` is a UUID, the same at every attempt and replay; `number` counts the webhook's deliveries without gaps. */
export type Signed = { webhook: Webhook; name: string; deliveryId: string; number: number; atSeconds: number; body: string }

/** An address that becomes a WebSocket. */
export type Upgrade = {
  /** Below the dialect's mount. */
  path: `/${string}`
  /** Takes the connection over, or refuses it in words of its own; `request.url` has the mount before it. A throw is a bug: it is logged, and the connection cut. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void | Promise<void>
}

/** One vendor's API: where it is mounted, how it answers errors, and its routes. */
export type Dialect = {
  name: DialectName
  title: string
  /** What a newcomer should know about this API, as Markdown, for its OpenAPI page. */
  description: string
  /** The path prefix under which it always answers. */
  mount: `/${string}`
  /** Request bodies may be this large, in bytes. */
  bodyLimit: number
  /** What one caller may ask for, where the operator limits this dialect's requests. */
  limit: RequestLimit
  /** The stage of a request by which it is known who asks. */
  identifiesIn: 'onRequest' | 'preValidation'
  renderError(error: AppError, request: FastifyRequest): ErrorAnswer
  /** OpenAPI security schemes of this vendor's credentials, by name; all routes ask for any of them unless they say otherwise. */
  security: Record<string, { type: 'apiKey' | 'http'; in?: 'header' | 'cookie'; name?: string; scheme?: string; description?: string }>
  /** What this vendor's clients have to be given. */
  connector: Connector
  /** `dialects` are all there are, for the one that tells of the others. */
  routes(app: App, core: Core, dialects: readonly Dialect[]): void | Promise<void>
  /** What may be asked for with `Upgrade: websocket`. */
  upgrades?(core: Core, log: FastifyBaseLogger): readonly Upgrade[]
  /** Where the vendor has webhooks. */
  outlet?: Outlet
  /** Where people make them. */
  subscriptions?: Subscriptions
  /** How its clients ask for a conversation and for one of its messages. */
  faces?: Faces
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the dialect's authentication before any handler runs. */
    ctx: Ctx
  }
}
