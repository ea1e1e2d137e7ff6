import type { IncomingMessage } from 'node:http'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { AppError } from '../../../model/errors.ts'
import { Id } from '../wire.ts'

/** What a client says first, unless its token came in a header, which browsers cannot set. */
const Hello = Type.Object(
  {
    type: Type.Literal('hello'),
    token: Type.String({ maxLength: 1024 }),
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    types: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 100 })),
    conversationId: Type.Optional(Id),
  },
  { additionalProperties: false },
)
/** What a client asks for. */
export type Wish = Omit<Static<typeof Hello>, 'type'>

/** What may stand in the address; a token may not, because proxies write addresses into their logs. */
const QUERY: readonly string[] = ['after', 'types', 'conversationId']

/** The first frame of a client; undefined where it was none of text. */
export function readHello(text: string | undefined): Wish {
  const said = parse(text)
  if (Check(Hello, said)) return said
  const message =
    'The first frame must be {"type": "hello", "token": "…"}, with "after", "types" and "conversationId" where they are wanted.'
  throw new AppError('body_invalid', { message })
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

/** The same from the address of the request, for a token that came in a header. */
export function readQuery({ url = '' }: IncomingMessage, token: string): Wish {
  const query = new URLSearchParams(url.split('?')[1])
  const unknown = [...query.keys()].find((name) => !QUERY.includes(name))
  if (unknown !== undefined) throw new AppError('query_invalid', { message: `There is no parameter ${unknown}`, field: unknown })
  return { token, ...number('after', 0), ...number('conversationId', 1), ...(query.has('types') && { types: query.getAll('types') }) }

  function number(name: string, minimum: number): Record<string, number> {
    const text = query.get(name)
    if (text === null) return {}
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    if (Number.isSafeInteger(value) && value >= minimum) return { [name]: value }
    throw new AppError('query_invalid', { message: `${name} must be a whole number`, field: name })
  }
}
