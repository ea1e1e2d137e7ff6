import { hash } from 'node:crypto'
import type { Answer, Ctx } from '../../../core/context.ts'
import { AppError } from '../../../model/errors.ts'

/**
 * Sends a message that carries a `client_message_id` once in its conversation: the same message again gets the first answer, another one is refused with
 * `client_id_reused` (chatwoot sheet 5.3). An Idempotency-Key of the request goes before it.
 */
export async function sendOnceByClientId(
  ctx: Ctx,
  { number, clientId, body }: { number: number; clientId: string | null | undefined; body: unknown },
  send: (ctx: Ctx) => Promise<Answer>,
): Promise<Answer> {
  if (clientId == null || ctx.keyed) return send(ctx)
  const keyed = { scope: `chatwoot:conversation:${number}`, key: clientId, fingerprint: hash('sha256', JSON.stringify(body), 'base64') }
  try {
    return await send({ ...ctx, keyed })
  } catch (error) {
    if (error instanceof AppError && error.code === 'idempotency_key_reused') throw new AppError('client_id_reused', { cause: error })
    throw error
  }
}
