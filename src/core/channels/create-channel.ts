import { randomBytes } from 'node:crypto'
import type { Channel, ChannelKind } from '../../model/channel.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Tx } from '../../storage/db.ts'
import { insertChannel } from '../../storage/queries/channels.ts'
import type { Ctx } from '../context.ts'
import { subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { keepEndpoint } from '../webhooks/keep-endpoint.ts'

export type CreateChannel = {
  name: string
  kind?: ChannelKind
  email?: string | null
  /** The public name; random and unguessable when absent. */
  identifier?: string
  hmacMandatory?: boolean
  webhookUrl?: string | null
  settings?: JsonObject
}

export async function createChannel(ctx: Ctx, tx: Tx, input: CreateChannel): Promise<Channel> {
  const now = ctx.core.now()
  const [id] = await tx.takeIds(1)
  const channel: Channel = {
    id: id as number,
    accountId: ctx.accountId,
    name: input.name,
    kind: input.kind ?? 'api',
    email: input.email ?? null,
    identifier: input.identifier ?? randomBytes(18).toString('base64url'),
    hmacToken: randomBytes(18).toString('base64url'),
    hmacMandatory: input.hmacMandatory ?? false,
    webhookUrl: input.webhookUrl ?? null,
    settings: input.settings ?? {},
    botId: null,
    createdAt: now,
    updatedAt: now,
  }
  await insertChannel(tx, channel)
  if (channel.webhookUrl) await keepEndpoint(ctx, tx, { target: 'channel', id: channel.id, url: channel.webhookUrl })
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('channel.created', channel.id, ctx.actor)])
  return channel
}
