import type { Availability, Member, MemberRole, MemberSettings } from '../../model/author.ts'
import { AppError } from '../../model/errors.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Tx } from '../../storage/db.ts'
import { findMemberByEmail, insertMember, lockMember, updateMember as writeMember } from '../../storage/queries/people/members.ts'
import type { Ctx } from '../context.ts'
import { changes, subjectEvent } from '../events/new-event.ts'
import { recordEvents } from '../events/record-events.ts'
import { renamePassword } from '../sessions/set-password.ts'
import { keepEndpoint } from '../webhooks/keep-endpoint.ts'

export type MemberInput = {
  name: string
  displayName?: string | null
  email?: string | null
  role?: MemberRole
  avatarUrl?: string | null
  availability?: Availability
  attributes?: JsonObject
  settings?: MemberSettings
}

/** Refuses with `member_email_taken`. The role is `agent` unless said otherwise. */
export async function createMember(ctx: Ctx, tx: Tx, input: MemberInput): Promise<Member> {
  const now = ctx.core.now()
  const [id] = await tx.takeIds(1)
  const member: Member = {
    kind: 'member',
    id: id as number,
    accountId: ctx.accountId,
    name: input.name,
    displayName: input.displayName || null,
    email: input.email?.trim() || null,
    role: input.role ?? 'agent',
    avatarUrl: input.avatarUrl || null,
    availability: input.availability ?? 'offline',
    attributes: input.attributes ?? {},
    settings: input.settings ?? {},
    createdAt: now,
    updatedAt: now,
  }
  if (member.email !== null && (await findMemberByEmail(tx, ctx.accountId, member.email))) {
    throw new AppError('member_email_taken', { field: 'email' })
  }
  await insertMember(tx, member)
  if (addressOf(member)) await keepEndpoint(ctx, tx, { target: 'bot', id: member.id, url: addressOf(member) })
  await recordEvents(tx, ctx.accountId, now, [subjectEvent('member.created', member.id, ctx.actor)])
  return member
}

/** Only what is given changes. Refuses with `member_not_found`, `member_email_taken`. */
export async function updateMember(ctx: Ctx, tx: Tx, id: number, input: Partial<MemberInput>): Promise<Member> {
  const before = await lockMember(tx, ctx.accountId, id)
  if (!before) throw new AppError('member_not_found')
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  const after: Member = { ...before, ...given }
  const changed = changes(before, after, ['name', 'displayName', 'email', 'role', 'avatarUrl', 'availability', 'attributes', 'settings'])
  if (!changed) return before
  if (after.email !== null) {
    const other = await findMemberByEmail(tx, ctx.accountId, after.email)
    if (other && other.id !== id) throw new AppError('member_email_taken', { field: 'email' })
  }
  after.updatedAt = ctx.core.now()
  await writeMember(tx, after)
  if (addressOf(after) !== addressOf(before)) await keepEndpoint(ctx, tx, { target: 'bot', id, url: addressOf(after) })
  if (after.email !== before.email) await renamePassword(tx, ctx.accountId, id, after.email)
  tx.afterCommit(() => ctx.core.authors.delete(id))
  await recordEvents(tx, ctx.accountId, after.updatedAt, [subjectEvent('member.updated', id, ctx.actor, { fields: Object.keys(changed) })])
  return after
}

/** Where a bot is told what happens; anybody else is told nothing. */
function addressOf({ role, settings }: Member): string | null {
  return role === 'bot' ? (settings.outgoingUrl ?? null) : null
}
