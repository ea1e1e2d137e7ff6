import type { Core } from '../../../core/context.ts'
import type { Happening } from '../../../core/events/replay-events.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Signal } from '../../../model/signal.ts'
import { findConversation } from '../../../storage/queries/conversations/conversations.ts'
import type { MessageProfile } from '../profile.ts'
import { cableEventsOf } from './cable-events.ts'
import { concerns } from './concerns.ts'
import { findAudience } from './find-audience.ts'
import { createRenderer, renderTyping, type Side } from './render-event.ts'
import { createListenerCtx, findSubscriber, type Subscriber } from './subscriber.ts'

/** Looking at somebody is a few small questions to the store. */
const CHECKS_AT_ONCE = 20
/** Nobody has as many pages open; and for each subscription of theirs an event may be rendered, and kept until it is read. */
const MAX_OF_ONE = 100

/** One subscription of one socket. */
export type Listener = {
  identifier: string
  subscriber: Subscriber
  /** The address the client came to; files are shown under it. */
  origin: string
  /** When it was last looked at who that is, in microseconds. */
  checkedAt: number
  tell(message: string): void
  /** The token is no longer good for anything. */
  end(): void
  /** Something that should have been told is lost to the listener. */
  lose(): void
}

/** Everybody of one account who listens. Each event is rendered once for each side and address, however many are told. */
export type Room = {
  listeners: Set<Listener>
  tell(happenings: readonly Happening[]): Promise<void>
  tellTyping(signal: Extract<Signal, { kind: 'typing' }>): Promise<void>
  /** Looks again at who those are that were not looked at since. */
  check(since: number): Promise<void>
}

export function createRoom(core: Core, message: MessageProfile, accountId: number): Room {
  const listeners = new Set<Listener>()
  const ctxAt = (origin: string) => createListenerCtx(core, { accountId, origin })

  async function tellHappening(happening: Happening): Promise<void> {
    await recheck(concerns(core, accountId, happening.event, listeners))
    const renderers = new Map<string, ReturnType<typeof createRenderer>>()
    for (const event of cableEventsOf(happening)) {
      const told = await findAudience(core, listeners, event.to, happening.conversation)
      const texts = new Map<string, string | undefined>()
      for (const { listener, side } of told) {
        const { origin } = listener
        const renderer = renderers.get(origin) ?? createRenderer(ctxAt(origin), message, happening)
        renderers.set(origin, renderer)
        const key = `${side} ${origin}`
        if (!texts.has(key)) {
          const data = await renderer(event, side)
          texts.set(key, data && toText(event.name, data))
        }
        const text = texts.get(key)
        if (!text || !listeners.has(listener)) continue
        listener.tell(text)
        core.streams.counts.events += 1
      }
    }
  }

  async function recheck(those: readonly Listener[]): Promise<void> {
    for (let from = 0; from < those.length; from += CHECKS_AT_ONCE) await Promise.all(those.slice(from, from + CHECKS_AT_ONCE).map(look))
  }

  async function look(listener: Listener): Promise<void> {
    listener.checkedAt = core.now()
    const subscriber = await findSubscriber(core, listener.identifier)
    if (subscriber) listener.subscriber = subscriber
    else if (listeners.delete(listener)) listener.end()
  }

  return {
    listeners,
    async tell(happenings) {
      for (const happening of happenings) if (listeners.size > 0) await tellHappening(happening)
    },
    async tellTyping(signal) {
      const conversation = await findConversation(core.store, accountId, { id: signal.conversationId })
      const audience = await findAudience(core, listeners, signal.private ? 'team' : 'both', conversation)
      const told = audience.filter(({ listener }) => listener.subscriber.author.id !== signal.author.id)
      if (!conversation || told.length === 0) return
      const name = signal.on ? 'conversation.typing_on' : 'conversation.typing_off'
      const origins = new Map<string, Record<Side, JsonObject>>()
      for (const { listener, side } of told) {
        const { origin } = listener
        const shown = origins.get(origin) ?? (await renderTyping(ctxAt(origin), message, conversation, signal))
        origins.set(origin, shown)
        listener.tell(toText(name, shown[side]))
        core.streams.counts.signals += 1
      }
    },
    async check(since) {
      await recheck([...listeners].filter((one) => one.checkedAt < since))
    },
  }
}

export function toText(event: string, data: JsonObject): string {
  return JSON.stringify({ event, data })
}

/** Whether somebody has as many subscriptions as one person may have. */
export function isCrowded(listeners: ReadonlySet<Listener>, { author }: Subscriber): boolean {
  let present = 0
  for (const { subscriber } of listeners) if (subscriber.author.id === author.id) present += 1
  return present >= MAX_OF_ONE
}
