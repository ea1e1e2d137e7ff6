import type { Channel } from '../../model/channel.ts'
import type { Db } from '../../storage/db.ts'
import { findChannels } from '../../storage/queries/channels.ts'
import type { Core } from '../context.ts'
import { isWebAddress } from '../webhooks/web-address.ts'

/** Whether what the team says is handed over to an address of the channel's own: it has an endpoint (core/webhooks/keep-endpoint.ts). */
export function handsOver({ webhookUrl }: Pick<Channel, 'webhookUrl'>): boolean {
  return webhookUrl !== null && isWebAddress(webhookUrl)
}

/**
 * Those of some channels that hand over what the team says. They are read once a second at most, as every channel is: a message that was sent on what another process changed within that second
 * is put right by its delivery, or by `settleStranded`.
 */
export async function loadOutboundChannels(core: Core, db: Db, accountId: number, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const outbound = new Set<number>()
  const missing: number[] = []
  for (const id of ids) {
    const known = core.channels.get(id)
    if (known?.accountId !== accountId) missing.push(id)
    else if (handsOver(known)) outbound.add(id)
  }
  if (missing.length === 0) return outbound
  for (const channel of await findChannels(db, accountId, missing)) {
    if (handsOver(channel)) outbound.add(channel.id)
    // What a transaction sees may yet be rolled back.
    if (db === core.store) core.channels.set(channel.id, channel)
  }
  return outbound
}
