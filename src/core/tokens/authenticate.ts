import { timingSafeEqual } from 'node:crypto'
import { AppError } from '../../model/errors.ts'
import type { Token } from '../../model/token.ts'
import { findTokenByHash } from '../../storage/queries/people/tokens.ts'
import type { Core } from '../context.ts'
import { hashSecret } from './create-token.ts'

/** Longer secrets are not hashed at all. */
const MAX_SECRET_LENGTH = 1024

/** The token behind a secret. Refuses with `token_missing`, `token_invalid` (unknown, revoked, expired, or good for nothing but to be changed for another one). */
export async function authenticate(core: Core, secret: string | undefined): Promise<Token> {
  if (secret === undefined || secret === '') throw new AppError('token_missing')
  if (secret.length > MAX_SECRET_LENGTH) throw new AppError('token_invalid')
  const hash = hashSecret(secret)
  let token = core.tokens.get(hash) ?? core.passes.get(hash)
  if (!token) {
    const found = await findTokenByHash(core.store, hash)
    if (!found || !timingSafeEqual(Buffer.from(found.hash), Buffer.from(hash))) throw new AppError('token_invalid')
    token = found.token
    core.tokens.set(hash, token)
  }
  if (token.scope === 'refresh' || token.scope === 'link') throw new AppError('token_invalid')
  if (token.expiresAt !== null && token.expiresAt <= core.now()) throw new AppError('token_invalid')
  return token
}
