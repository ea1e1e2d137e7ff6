import { hash, randomBytes } from 'node:crypto'
import type { DialectName, Token } from '../../model/token.ts'
import type { Tx } from '../../storage/db.ts'
import { insertToken } from '../../storage/queries/people/tokens.ts'
import type { Core } from '../context.ts'

export type CreateToken = Omit<Token, 'id' | 'createdAt' | 'accountIds' | 'expiresAt' | 'applicationId' | 'familyId' | 'channelId'> & {
  accountIds?: number[]
  applicationId?: number | null
  expiresAt?: number | null
  familyId?: number | null
  channelId?: number | null
  /** A secret chosen beforehand, at least 8 characters; made in the dialect's own form when absent. */
  secret?: string
}

/** The secret of a new token, once its id is known. */
export type SecretOf = (tokenId: number) => string

/** Makes a token. The secret is in the answer and nowhere else. `secretOf` makes it from the token's id where none was chosen. */
export async function createToken(
  core: Core,
  tx: Tx,
  input: CreateToken,
  secretOf: SecretOf = () => makeSecret(input.dialect),
): Promise<{ token: Token; secret: string }> {
  const { secret: given, ...rest } = input
  const [id] = (await tx.takeIds(1)) as [number]
  const secret = given ?? secretOf(id)
  const token: Token = {
    ...rest,
    id,
    accountIds: input.accountIds ?? [],
    applicationId: input.applicationId ?? null,
    createdAt: core.now(),
    expiresAt: input.expiresAt ?? null,
    familyId: input.familyId ?? null,
    channelId: input.channelId ?? null,
  }
  await insertToken(tx, hashSecret(secret), token)
  return { token, secret }
}

/** SHA-256 in hex. Secrets are long and random, so a slow hash would only cost every request. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** A secret from 32 random bytes. Each vendor's secrets look like that vendor's (mews sheet 1, tidysupport sheet 1). */
export function makeSecret(dialect: DialectName, entropy: Buffer = randomBytes(32)): string {
  if (dialect === 'mews') {
    const hex = entropy.toString('hex').toUpperCase()
    return `${hex.slice(0, 32)}-${hex.slice(32, 63)}`
  }
  if (dialect === 'tidysupport') return `ts_sk_live_${entropy.toString('hex', 0, 24)}`
  if (dialect === 'parley') return `parley_${entropy.toString('base64url', 0, 24)}`
  return entropy.toString('base64url', 0, 18)
}
