import type { Channel } from '../../model/channel.ts'
import { findChannel } from '../../storage/queries/channels.ts'
import type { Ctx } from '../context.ts'

/** A channel of the caller's account, to be shown; another process's change to it may go unnoticed for a second. */
export async function loadChannel({ core, accountId }: Ctx, id: number): Promise<Channel | undefined> {
  const known = core.channels.get(id)
  if (known) return known.accountId === accountId ? known : undefined
  const channel = await findChannel(core.store, accountId, id)
  if (channel) core.channels.set(id, channel)
  return channel
}
