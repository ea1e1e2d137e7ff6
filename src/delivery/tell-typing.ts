import { randomUUID } from 'node:crypto'
import { systemCtx } from '../core/accounts/create-account.ts'
import { loadChannel } from '../core/channels/load-channel.ts'
import type { Typing } from '../dialects/dialect.ts'
import type { Signal } from '../model/signal.ts'
import type { Webhook } from '../model/webhook.ts'
import { findConversations } from '../storage/queries/conversations/conversations.ts'
import { listActiveReceivers } from '../storage/queries/webhooks/receivers.ts'
import type { DeliveryParts } from './delivery-parts.ts'
import { headersOfAll } from './make-request.ts'

/** How many of these may be under way to one receiver; one that is slower than people type misses some. */
const MAX_AT_ONCE = 4

/**
 * Tells receivers who is typing: at once, once, without a number, and whatever becomes of it. Only what was said in this process is told, so that of several processes one does. Gives the
 * way to end it.
 */
export function tellTyping(parts: DeliveryParts, follow: (work: Promise<void>) => void): () => void {
  const { core, log } = parts
  const underWay = new Map<number, number>()

  async function send(webhook: Webhook, typing: Typing): Promise<void> {
    const request = await makeTypingRequest(parts, webhook, typing)
    if (request) await parts.sender.send(request)
  }

  async function tell(signal: Extract<Signal, { kind: 'typing' }>): Promise<void> {
    const { accountId } = signal
    const receivers = (await listActiveReceivers(core.store, accountId)).filter((one) => one.notBefore <= core.now())
    if (receivers.length === 0) return
    const [conversation] = await findConversations(core.store, accountId, [{ id: signal.conversationId }])
    if (!conversation) return
    const channel = await loadChannel(systemCtx(core, accountId), conversation.channelId)
    const sends = receivers.map(async (webhook) => {
      const count = underWay.get(webhook.id) ?? 0
      if (count >= MAX_AT_ONCE) return
      underWay.set(webhook.id, count + 1)
      try {
        await send(webhook, { ...signal, conversation, channel })
      } finally {
        const left = (underWay.get(webhook.id) ?? 1) - 1
        if (left > 0) underWay.set(webhook.id, left)
        else underWay.delete(webhook.id)
      }
    })
    await Promise.all(sends)
  }

  return core.signals.listen((signal, own) => {
    if (!own || signal.kind !== 'typing') return
    follow(tell(signal).catch((error: unknown) => log.error({ err: error }, 'receivers cannot be told who is typing')))
  })
}

/** Undefined where this receiver is not told. */
async function makeTypingRequest({ core, outlets, origin, version }: DeliveryParts, webhook: Webhook, typing: Typing) {
  const outlet = outlets.get(webhook.dialect)
  const name = outlet?.typing?.nameOf(typing, webhook)
  if (!outlet?.typing || name === undefined) return undefined
  const ctx = { ...systemCtx(core, webhook.accountId), dialect: webhook.dialect, origin }
  const content = await outlet.typing.render(ctx, typing)
  if (content === undefined) return undefined
  const body = JSON.stringify({ event: name, ...content })
  const signed = { webhook, name, deliveryId: randomUUID(), number: 0, atSeconds: Math.floor(core.now() / 1_000_000), body }
  const headers = { ...headersOfAll(version), ...outlet.headers(signed) }
  return { url: webhook.url, headers, body, timeoutMs: outlet.timeoutMs, allow: webhook.egressAllow }
}
