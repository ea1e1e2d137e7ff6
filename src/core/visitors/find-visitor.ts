import { timingSafeEqual } from 'node:crypto'
import type { Channel } from '../../model/channel.ts'
import type { Token } from '../../model/token.ts'
import type { Db } from '../../storage/db.ts'
import { findTokenEver } from '../../storage/queries/people/tokens.ts'
import type { Core } from '../context.ts'
import { hashSecret } from '../tokens/create-token.ts'
import { readVisitorSecret, type VisitorSecret } from './visitor-secret.ts'

/** Somebody on a page with a channel's widget: a contact with a `visitor` token, or one who has only been given a secret so far. */
export type Visitor = VisitorSecret & { token: Token | undefined }

/** Whoever has this secret in this channel, or undefined: none was given out, or it has expired, or what it opened was revoked. */
export async function findVisitor(core: Core, db: Db, channel: Channel, secret: string): Promise<Visitor | undefined> {
  const hash = hashSecret(secret)
  const found = await findTokenEver(db, hash)
  if (found && timingSafeEqual(Buffer.from(found.hash), Buffer.from(hash))) {
    const { token, revoked } = found
    const isTheirs = token.scope === 'visitor' && token.accountId === channel.accountId && token.channelId === channel.id
    const { expiresAt } = token
    return isTheirs && !revoked && expiresAt !== null && expiresAt > core.now() ? { secret, expiresAt, token } : undefined
  }
  const fresh = readVisitorSecret(core, channel.id, secret)
  return fresh && { ...fresh, token: undefined }
}
