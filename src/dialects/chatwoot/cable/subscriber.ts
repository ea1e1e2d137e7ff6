import { mayThrough, type Role } from '../../../core/access.ts'
import { isSuspended } from '../../../core/accounts/check-account.ts'
import { systemCtx } from '../../../core/accounts/create-account.ts'
import { loadChannel } from '../../../core/channels/load-channel.ts'
import type { Core, Ctx } from '../../../core/context.ts'
import { loadReach } from '../../../core/conversations/load-reach.ts'
import type { AuthorRef, Member } from '../../../model/author.ts'
import type { Reach } from '../../../model/reach.ts'
import { findMembers } from '../../../storage/queries/people/members.ts'
import { loadVisitor, type Visitor } from '../client-api/visitor.ts'
import { type PubsubOwner, readPubsubToken } from '../faces/pubsub-token.ts'
import { parseObject } from './protocol.ts'

/** Whom a subscription is for: a member as far as they reach, or a visitor under one source id. */
export type Subscriber = { accountId: number; author: AuthorRef } & ({ member: Member; reach: Reach } | { visitor: Visitor })

/**
 * Whom an identifier speaks for (chatwoot sheet 11): its token's owner, as long as they are there and may come in. Clients write numbers or their digits; a member's
 * also says whose it is, and in which account.
 */
export async function findSubscriber(core: Core, identifier: string): Promise<Subscriber | undefined> {
  const { channel, pubsub_token: token, account_id: account, user_id: user } = parseObject(identifier) ?? {}
  if (channel !== 'RoomChannel' || typeof token !== 'string') return undefined
  const owner = await readPubsubToken(core, token)
  if (!owner || !isOrAbsent(account, owner.accountId) || !isOrAbsent(user, owner.authorId)) return undefined
  if (await isSuspended(core, owner.accountId)) return undefined
  return owner.link ? findVisitor(core, owner) : findMember(core, owner)
}

function isOrAbsent(said: unknown, id: number): boolean {
  return said === undefined || said === null || said === '' || String(said) === String(id)
}

async function findMember(core: Core, { accountId, authorId }: PubsubOwner): Promise<Subscriber | undefined> {
  const [member] = await findMembers(core.store, accountId, [authorId])
  if (!member || !mayListen('chatwoot', member.role)) return undefined
  return { accountId, author: { kind: 'member', id: member.id }, member, reach: await loadReach(core, member) }
}

async function findVisitor(core: Core, { accountId, link }: PubsubOwner): Promise<Subscriber | undefined> {
  const ctx = createListenerCtx(core, { accountId, origin: '' })
  const channel = link && (await loadChannel(ctx, link.channelId))
  if (!link || channel?.kind !== 'api' || !mayListen('client', 'contact')) return undefined
  const known = await loadVisitor(ctx, core.store, channel, link.sourceId)
  return known && { accountId, author: { kind: 'contact', id: known.contact.id }, visitor: { channel, known } }
}

function mayListen(door: 'chatwoot' | 'client', role: Role): boolean {
  return mayThrough(door, 'readConversations', { role, scope: 'api' })
}

/** The context in which events are shown: what the team sees, at the address the listener came to. */
export function createListenerCtx(core: Core, { accountId, origin }: { accountId: number; origin: string }): Ctx {
  return { ...systemCtx(core, accountId), dialect: 'chatwoot', origin }
}
