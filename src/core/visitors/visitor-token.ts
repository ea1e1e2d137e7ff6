import type { Channel } from '../../model/channel.ts'
import type { Token } from '../../model/token.ts'
import type { Tx } from '../../storage/db.ts'
import { prolongToken } from '../../storage/queries/people/tokens.ts'
import type { Core } from '../context.ts'
import { createToken } from '../tokens/create-token.ts'
import { forgetTokensAfter } from '../tokens/forget-tokens.ts'

const DAY = 24 * 3600 * 1_000_000
/** For how long a visitor who does not come back stays known, and how often a return is written down. */
const GOOD_FOR = 90 * DAY
const STEP = DAY

/** The token by which a contact comes back to their conversation in one channel; `secret` is one they have already. */
export async function createVisitorToken(core: Core, tx: Tx, of: { channel: Channel; contactId: number; secret?: string }) {
  const [familyId] = await tx.takeIds(1)
  return createToken(core, tx, {
    accountId: of.channel.accountId,
    author: { kind: 'contact', id: of.contactId },
    scope: 'visitor',
    dialect: 'parley',
    label: 'widget',
    expiresAt: core.now() + GOOD_FOR,
    // As of a session: it goes by itself, and is not listed with those that were made by hand.
    familyId: familyId as number,
    channelId: of.channel.id,
    ...(of.secret !== undefined && { secret: of.secret }),
  })
}

/** Whether a token has not been prolonged for so long that it is to be. */
export function isDue(core: Core, { expiresAt }: Token): boolean {
  return (expiresAt ?? 0) < core.now() + GOOD_FOR - STEP
}

/** A visitor has come back: their token is good for as long as a new one. */
export async function renewVisitorToken(core: Core, tx: Tx, token: Token): Promise<number> {
  if (!isDue(core, token)) return token.expiresAt ?? 0
  const expiresAt = core.now() + GOOD_FOR
  await prolongToken(tx, token.accountId, token.id, expiresAt)
  forgetTokensAfter(tx, core, ({ id }) => id === token.id)
  return expiresAt
}
