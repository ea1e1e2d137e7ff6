import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Core } from '../../../core/context.ts'
import type { ContactChannel } from '../../../model/channel.ts'
import { listContactChannels } from '../../../storage/queries/channels.ts'

/** Whose a token is: a member's, or a contact's under one source id (`link`). */
export type PubsubOwner = { accountId: number; authorId: number; link: ContactChannel | undefined }

/**
 * The secret with which a socket is opened for a member, or for a contact under one source id (chatwoot sheet 11). It names its owner and proves itself, so
 * none is stored.
 */
export function toPubsubToken(core: Core, owner: { accountId: number; authorId: number; channelId?: number; sourceId?: string }): string {
  const { accountId, authorId, channelId = 0, sourceId = '' } = owner
  const name = [accountId, authorId, channelId].map((id) => id.toString(36)).join('-')
  const proof = createHmac('sha256', core.signingKey).update(`pubsub ${name} ${sourceId}`).digest('base64url')
  return `${name}-${proof}`
}

const TOKEN = /^([0-9a-z]{1,11})-([0-9a-z]{1,11})-([0-9a-z]{1,11})-[\w-]{43}$/

/**
 * The owner a token names, if the token is right and, of a contact, the source id is still theirs. Whether the owner is still there, and may come in, is not
 * asked here.
 */
export async function readPubsubToken(core: Core, token: string): Promise<PubsubOwner | undefined> {
  const [accountId = 0, authorId = 0, channelId = 0] = (TOKEN.exec(token) ?? []).slice(1).map((id) => Number.parseInt(id, 36))
  if (accountId === 0 || ![accountId, authorId, channelId].every(Number.isSafeInteger)) return undefined
  const owner = { accountId, authorId, channelId }
  if (channelId === 0) return isSame(token, toPubsubToken(core, owner)) ? { accountId, authorId, link: undefined } : undefined
  const links = await listContactChannels(core.store, accountId, [authorId])
  const link = links.find((one) => one.channelId === channelId && isSame(token, toPubsubToken(core, { ...owner, sourceId: one.sourceId })))
  return link && { accountId, authorId, link }
}

/** Compares without telling by the time it takes how much of it is right. */
function isSame(token: string, right: string): boolean {
  return token.length === right.length && timingSafeEqual(Buffer.from(token), Buffer.from(right))
}
