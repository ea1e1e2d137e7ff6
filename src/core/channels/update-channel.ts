import type { Channel } from '../../model/channel.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { lockChannel, updateChannel as writeChannel } from '../../storage/queries/channels.ts'
import { holdMembers } from '../../storage/queries/people/members.ts'
import type { Ctx } from '../context.ts'
import { changes, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { keepEndpoint } from '../webhooks/keep-endpoint.ts'

const FIELDS = ['name', 'email', 'hmacMandatory', 'webhookUrl', 'settings', 'botId'] as const

/** Only what is given changes; `settings` replace what was there. The kind and the public identifier stay. */
export type UpdateChannel = Partial<Pick<Channel, (typeof FIELDS)[number]>>

/** Changes a channel. Refuses with `channel_not_found`, `bot_not_found`. */
export async function updateChannel(ctx: Ctx, tx: Tx, id: number, update: UpdateChannel): Promise<Channel> {
  const before = await lockChannel(tx, ctx.accountId, id)
  if (!before) throw new AppError('channel_not_found')
  if (update.botId != null && !(await isBot(tx, ctx.accountId, update.botId))) throw new AppError('bot_not_found')
  const after: Channel = { ...before }
  for (const field of FIELDS) if (update[field] !== undefined) Object.assign(after, { [field]: update[field] })
  const changed = changes(before, after, FIELDS)
  if (!changed) return before
  after.updatedAt = ctx.core.now()
  await writeChannel(tx, after)
  if (changed.webhookUrl) await keepEndpoint(ctx, tx, { target: 'channel', id, url: after.webhookUrl })
  tx.afterCommit(() => ctx.core.channels.delete(id))
  await recordEvents(tx, ctx.accountId, after.updatedAt, [subjectEvent('channel.updated', id, ctx.actor, { fields: Object.keys(changed) })])
  return after
}

async function isBot(tx: Tx, accountId: number, id: number): Promise<boolean> {
  const [member] = await holdMembers(tx, accountId, [id])
  return member?.role === 'bot'
}
