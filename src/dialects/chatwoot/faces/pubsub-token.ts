import { createHmac } from 'node:crypto'
import type { Core } from '../../../core/context.ts'

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
