import { type Static, Type } from 'typebox'
import type { Authors } from '../../../core/authors.ts'
import type { Answer } from '../../../core/context.ts'
import type { SecretOf } from '../../../core/tokens/create-token.ts'
import { DIALECT_NAMES, type Token } from '../../../model/token.ts'
import { AuthorKinds, Id, Nullable, Time, toWireTime, toWireTimeOrNull } from '../wire.ts'
import { nameOf } from './participant.ts'

export const TokenDialects = Type.Enum([...DIALECT_NAMES])

export const WireToken = Type.Object({
  id: Id,
  author: Type.Object({ kind: AuthorKinds, id: Id, name: Nullable(Type.String()) }, { description: 'Whom it acts as' }),
  dialect: TokenDialects,
  label: Type.String(),
  createdAt: Time,
  expiresAt: Nullable(Time),
})

/** The secret is in the answer that made the token and nowhere else. */
export const WireNewToken = Type.Object({ ...WireToken.properties, secret: Type.String({ description: 'Shown this once' }) })

/** `authors` holds the token’s own. */
export function toWireToken(token: Token, authors: Authors): Static<typeof WireToken> {
  return {
    id: token.id,
    author: { kind: token.author.kind, id: token.author.id, name: nameOf(authors.get(token.author.id)) },
    dialect: token.dialect,
    label: token.label,
    createdAt: toWireTime(token.createdAt),
    expiresAt: toWireTimeOrNull(token.expiresAt),
  }
}

/** A kept answer with the secret put back into the token it shows, which is the whole body or its `token`. */
export function withSecret(answer: Answer, secretOf: SecretOf, at: 'body' | 'token'): Answer {
  const body = JSON.parse(answer.body ?? '{}') as { id: number; token: { id: number } }
  const token = at === 'body' ? body : body.token
  const whole = { ...token, secret: secretOf(token.id) }
  return { ...answer, body: JSON.stringify(at === 'body' ? whole : { ...body, token: whole }) }
}
