import type { Contact } from '../../model/author.ts'
import type { Channel } from '../../model/channel.ts'
import { AppError } from '../../model/errors.ts'
import type { Tx } from '../../storage/db.ts'
import { findContacts } from '../../storage/queries/people/contacts.ts'
import { proveIdentity } from '../contacts/prove-identity.ts'
import { updateContact } from '../contacts/update-contact.ts'
import type { Ctx } from '../context.ts'
import { findVisitor, lockVisitor } from './find-visitor.ts'
import { identifyVisitor } from './identify-visitor.ts'
import { readProfile, saysAnything, type VisitorProfile } from './visitor-profile.ts'
import { makeVisitorSecret, type VisitorSecret } from './visitor-secret.ts'
import { createVisitorToken, isDue, renewVisitorToken } from './visitor-token.ts'

export type OpenVisit = VisitorProfile & {
  /** The secret they have from an earlier visit; one that is good no more is passed over. */
  token?: string
  /** The hex HMAC-SHA256 of `identifier`. */
  identifierHash?: string
}

/** A visitor's secret, and the contact they are, once they have written or have proven who they are. */
export type Visit = VisitorSecret & { contact: Contact | undefined }

/**
 * Somebody opens a page with a channel's widget. A stranger leaves nothing behind; who is known comes back to what is theirs, and who proves to be somebody is that contact.
 * Refuses with `identity_hash_invalid` a wrong hash, and an identifier without one where the channel demands it.
 */
export async function openVisit(ctx: Ctx, channel: Channel, said: OpenVisit): Promise<Visit> {
  const { core, accountId } = ctx
  const { identifier, identifierHash: hash, token: secret } = said
  const proven = proveIdentity(channel, { identifier, hash })
  if (identifier && !proven && channel.hmacMandatory) throw new AppError('identity_hash_invalid')
  const known = secret === undefined ? undefined : await findVisitor(core, core.store, channel, secret)
  const [contact] = known?.token ? await findContacts(core.store, accountId, [known.token.author.id]) : []
  if (!proven) {
    if (known && !known.token) return { ...known, contact }
    if (!known?.token || !contact) return { ...makeVisitorSecret(core, channel.id), contact: undefined }
    if (!saysAnything(said) && !isDue(core, known.token)) return { ...known, contact }
  }
  return core.store.tx((tx) => enter(ctx, tx, channel, said, proven))
}

async function enter(ctx: Ctx, tx: Tx, channel: Channel, said: OpenVisit, proven: boolean): Promise<Visit> {
  const { core, accountId } = ctx
  const known = said.token === undefined ? undefined : await lockVisitor(core, tx, channel, said.token)
  const [own] = known?.token ? await findContacts(tx, accountId, [known.token.author.id]) : []
  const before = proven ? await identifyVisitor(ctx, tx, channel, { identifier: said.identifier ?? '', own }) : own
  // Their token has ended just now.
  if (!before) return { ...makeVisitorSecret(core, channel.id), contact: undefined }
  const input = await readProfile(tx, accountId, said, { contact: before, proven })
  const contact = await updateContact({ ...ctx, actor: { kind: 'contact', id: before.id } }, tx, before.id, input)
  // That of a stranger who has just proven who they are has ended, and somebody else's is not theirs.
  const present = known && (await findVisitor(core, tx, channel, known.secret))
  if (present?.token?.author.id === contact.id) {
    return { secret: present.secret, expiresAt: await renewVisitorToken(core, tx, present.token), contact }
  }
  const { token, secret } = await createVisitorToken(core, tx, { channel, contactId: contact.id })
  return { secret, expiresAt: token.expiresAt ?? 0, contact }
}
