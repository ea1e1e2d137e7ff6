import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Core } from '../core/context.ts'
import { makeSecret, type SecretOf } from '../core/tokens/create-token.ts'
import type { DialectName } from '../model/token.ts'

/**
 * A new token's secret: random, or, when the request carries an Idempotency-Key, made from the installation's key, the caller's own secret, the request and
 * the token's id together, so that a repetition is given the same one although none is stored.
 */
export function secretFor(core: Core, request: FastifyRequest, dialect: DialectName, credential: string | undefined): SecretOf {
  const { keyed, accountId } = request.ctx
  if (!keyed) {
    const secret = makeSecret(dialect)
    return () => secret
  }
  const said = ['token', accountId, keyed.scope, keyed.key, keyed.fingerprint, credential]
  return (tokenId) =>
    makeSecret(
      dialect,
      createHmac('sha256', core.signingKey)
        .update(JSON.stringify([...said, tokenId]))
        .digest(),
    )
}
