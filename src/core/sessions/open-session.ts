import type { Contact, Member } from '../../model/author.ts'
import type { DialectName, Token } from '../../model/token.ts'
import type { Tx } from '../../storage/db.ts'
import type { Core } from '../context.ts'
import { createToken } from '../tokens/create-token.ts'

/** How long a session's tokens are good, in seconds; without `refreshSeconds` it ends with its access token. */
export type Lifetimes = { accessSeconds: number; refreshSeconds?: number }

/** Somebody who is signed in: the secrets are here and nowhere else. */
export type Session = {
  person: Member | Contact
  access: { token: Token; secret: string }
  refresh: { token: Token; secret: string } | undefined
}

/** Makes the tokens of a session: of a new one, or the next ones of a family. */
export async function openSession(
  core: Core,
  tx: Tx,
  person: Member | Contact,
  of: { dialect: DialectName; familyId?: number } & Lifetimes,
): Promise<Session> {
  const familyId = of.familyId ?? (await tx.takeIds(1))[0]
  const author = { kind: person.kind, id: person.id }
  const make = (scope: 'api' | 'refresh', seconds: number) => {
    const expiresAt = core.now() + seconds * 1_000_000
    return createToken(core, tx, { accountId: person.accountId, author, scope, dialect: of.dialect, label: 'session', expiresAt, familyId })
  }
  const access = await make('api', of.accessSeconds)
  const refresh = of.refreshSeconds === undefined ? undefined : await make('refresh', of.refreshSeconds)
  return { person, access, refresh }
}
