import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { nullable } from './wire.ts'

/** Cursor pagination (mews sheet 2): from the newest, or from behind the item the cursor names, to older ones. */
export const Limitation = Type.Object({
  Count: Type.Integer({ minimum: 1, maximum: 1000 }),
  Cursor: Type.Optional(
    nullable(
      Type.String({ description: 'Identifier of the item just newer than the first one wanted; the newest first when left out or null' }),
    ),
  ),
})

/**
 * Answers with a page. Its cursor is the last item's id, and null only when the page is empty; such a page is a 204 for whoever asks for a minimal response
 * (mews sheet 2).
 */
export function sendPage<T extends { Id: string }>(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  items: readonly T[],
): FastifyReply {
  if (items.length === 0 && wantsMinimal(request)) return reply.code(204).send()
  return reply.code(200).send({ [name]: items, Cursor: items[items.length - 1]?.Id ?? null })
}

/** `Prefer` may hold several preferences, each with parameters (RFC 7240). */
function wantsMinimal(request: FastifyRequest): boolean {
  const prefer = request.headers.prefer
  if (prefer === undefined) return false
  return String(prefer)
    .split(',')
    .some((one) => /^\s*return\s*=\s*"?minimal"?\s*(?:;|$)/i.test(one))
}
