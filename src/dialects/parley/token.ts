import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Answer, Core } from '../../core/context.ts'
import { makeSecret } from '../../core/tokens/create-token.ts'
import { DIALECT_NAMES, type DialectName, type Token } from '../../model/token.ts'
import { bearerOf } from '../requests.ts'
import { AuthorKinds, Id, Nullable, Time, toWireTime, toWireTimeOrNull } from './wire.ts'

export const TokenDialects = Type.Enum([...DIALECT_NAMES])

export const WireToken = Type.Object({
  id: Id,
  author: Type.Object({ kind: AuthorKinds, id: Id }),
  dialect: TokenDialects,
  label: Type.String(),
  createdAt: Time,
  expiresAt: Nullable(Time),
})

/** The secret is in the answer that made the token and nowhere else. */
export const WireNewToken = Type.Object({ ...WireToken.properties, secret: Type.String({ description: 'Shown this once' }) })

export function toWireToken(token: Token): Static<typeof WireToken> {
  return {
    id: token.id,
    author: { kind: token.author.kind, id: token.author.id },
    dialect: token.dialect,
    label: token.label,
    createdAt: toWireTime(token.createdAt),
    expiresAt: toWireTimeOrNull(token.expiresAt),
  }
}

/** The secret of a new token, once its id is known. */
export type SecretOf = (tokenId: number) => string

/**
 * A new token's secret: random, or, when the request carries an Idempotency-Key, made from the installation's key, the caller's own secret, the request and
 * the token's id together, so that a repetition is given the same one although none is stored.
 */
export function secretFor(core: Core, request: FastifyRequest, dialect: DialectName): SecretOf {
  const { keyed, accountId } = request.ctx
  if (!keyed) {
    const secret = makeSecret(dialect)
    return () => secret
  }
  const said = ['token', accountId, keyed.scope, keyed.key, keyed.fingerprint, bearerOf(request.headers)]
  return (tokenId) =>
    makeSecret(
      dialect,
      createHmac('sha256', core.signingKey)
        .update(JSON.stringify([...said, tokenId]))
        .digest(),
    )
}

/** A kept answer with the secret put back into the token it shows, which is the whole body or its `token`. */
export function withSecret(answer: Answer, secretOf: SecretOf, at: 'body' | 'token'): Answer {
  const body = JSON.parse(answer.body ?? '{}') as { id: number; token: { id: number } }
  const token = at === 'body' ? body : body.token
  const whole = { ...token, secret: secretOf(token.id) }
  return { ...answer, body: JSON.stringify(at === 'body' ? whole : { ...body, token: whole }) }
}
