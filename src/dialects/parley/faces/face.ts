import { type Static, Type } from 'typebox'
import { DIALECT_NAMES } from '../../../model/token.ts'
import { CONCEPTS } from '../../faces.ts'
import { AuthorKinds, Id, Nullable } from '../wire.ts'

const Pointer = Type.String({ description: 'A JSON pointer into `body`' })

/** What one API's clients are given for a conversation or a message. */
export const WireFace = Type.Object({
  dialect: Type.Enum([...DIALECT_NAMES]),
  title: Type.String(),
  as: Nullable(
    Type.Object(
      { kind: AuthorKinds, id: Id, name: Nullable(Type.String()), role: Type.String({ description: 'A member’s role, else the kind' }) },
      { description: 'Whom the client acts as' },
    ),
  ),
  request: Nullable(
    Type.Object(
      {
        method: Type.Enum(['GET', 'POST']),
        url: Type.String(),
        headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
        body: Nullable(Type.Record(Type.String(), Type.Unknown())),
      },
      { description: 'How it asks; words in angle brackets stand for its secrets' },
    ),
  ),
  status: Nullable(Type.Integer()),
  body: Type.Unknown({ description: 'The answer’s JSON' }),
  excerpt: Nullable(
    Type.String({ description: 'A JSON pointer to the part of `body` that is the conversation or the message; empty for all of it' }),
  ),
  concepts: Type.Partial(Type.Object(Object.fromEntries(CONCEPTS.map((concept) => [concept, Type.Array(Pointer)]))), {
    description: 'Where the answer says what others say, too',
  }),
  missing: Nullable(Type.Object({ reason: Type.String() }, { description: 'Why it is not there' })),
})
export type WireFace = Static<typeof WireFace>
