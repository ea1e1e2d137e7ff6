import { hash, randomBytes } from 'node:crypto'
import type { Token } from '../../model/token.ts'
import type { Tx } from '../../storage/db.ts'
import { insertToken } from '../../storage/queries/tokens.ts'
import type { Core } from '../context.ts'

export type CreateToken = Omit<Token, 'id' | 'createdAt' | 'accountIds' | 'expiresAt' | 'applicationId'> & {
  accountIds?: number[]
  applicationId?: number | null
  expiresAt?: number | null
  /** A secret chosen beforehand, at least 8 characters; made in the dialect's own form when absent. */
  secret?: string
}

/** Makes a token. The secret is in the answer and nowhere else. */
export async function createToken(core: Core, tx: Tx, input: CreateToken): Promise<{ token: Token; secret: string }> {
  const { secret: given, ...rest } = input
  const secret = given ?? newSecret(input)
  const [id] = await tx.takeIds(1)
  const token: Token = {
    ...rest,
    id: id as number,
    accountIds: input.accountIds ?? [],
    applicationId: input.applicationId ?? null,
    createdAt: core.now(),
    expiresAt: input.expiresAt ?? null,
  }
  await insertToken(tx, hashSecret(secret), token)
  return { token, secret }
}

/** SHA-256 in hex. Secrets are long and random, so a slow hash would only cost every request. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** Each vendor's secrets look like that vendor's (mews sheet 1, tidysupport sheet 1). */
function newSecret(input: CreateToken): string {
  if (input.dialect === 'mews') {
    const hex = randomBytes(32).toString('hex').toUpperCase()
    return `${hex.slice(0, 32)}-${hex.slice(32, 63)}`
  }
  if (input.dialect === 'tidysupport') return `ts_sk_live_${randomBytes(24).toString('hex')}`
  if (input.dialect === 'parley') return `parley_${randomBytes(24).toString('base64url')}`
  return randomBytes(18).toString('base64url')
}
