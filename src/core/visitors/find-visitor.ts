import type { Channel } from '../../model/channel.ts'
import type { Token } from '../../model/token.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { findTokenEver, lockTokenByHash } from '../../storage/queries/people/tokens.ts'
import type { Core } from '../context.ts'
import { hashSecret } from '../tokens/create-token.ts'
import { readVisitorSecret, type VisitorSecret } from './visitor-secret.ts'

/** Somebody on a page with a channel's widget: a contact with a `visitor` token, or one who has only been given a secret so far. */
export type Visitor = VisitorSecret & { token: Token | undefined }

/** Whoever has this secret in this channel, or undefined: none was given out, or it has expired, or what it opened was revoked. */
export async function findVisitor(core: Core, db: Db, channel: Channel, secret: string): Promise<Visitor | undefined> {
  return toVisitor(core, channel, secret, await findTokenEver(db, hashSecret(secret)))
}

/** The same for a transaction in which they may become somebody else: of several tabs at once each finds what the one before has made of them. */
export async function lockVisitor(core: Core, tx: Tx, channel: Channel, secret: string): Promise<Visitor | undefined> {
  return toVisitor(core, channel, secret, await lockTokenByHash(tx, hashSecret(secret)))
}

function toVisitor(
  core: Core,
  channel: Channel,
  secret: string,
  found: { token: Token; revoked: boolean } | undefined,
): Visitor | undefined {
  if (found) {
    const { token, revoked } = found
    const isTheirs = token.scope === 'visitor' && token.accountId === channel.accountId && token.channelId === channel.id
    const { expiresAt } = token
    return isTheirs && !revoked && expiresAt !== null && expiresAt > core.now() ? { secret, expiresAt, token } : undefined
  }
  const fresh = readVisitorSecret(core, channel.id, secret)
  return fresh && { ...fresh, token: undefined }
}
