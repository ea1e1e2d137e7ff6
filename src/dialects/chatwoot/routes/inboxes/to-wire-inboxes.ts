import type { Ctx } from '../../../../core/context.ts'
import type { Channel } from '../../../../model/channel.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { Db } from '../../../../storage/db.ts'
import { findReceivers } from '../../../../storage/queries/webhooks/receivers.ts'
import { memberOf } from '../../auth.ts'
import type { Profile } from '../../profile.ts'

/** Inboxes as the caller is shown them: administrators with their secrets (chatwoot sheet 8). */
export async function toWireInboxes({ desk }: Profile, ctx: Ctx, db: Db, channels: readonly Channel[]): Promise<JsonObject[]> {
  if ((await memberOf(ctx)).role !== 'administrator') return channels.map((channel) => desk.inbox.toWire(channel))
  const ids = channels.map((channel) => channel.id)
  const secrets = new Map((await findReceivers(db, ctx.accountId, ids)).map((one) => [one.id, one.secret]))
  return channels.map((channel) => desk.inbox.toWire(channel, { signing: secrets.get(channel.id) ?? null }))
}
