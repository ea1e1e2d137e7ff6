import { AppError } from '../../model/errors.ts'
import type { NewMessage } from '../../model/message.ts'
import type { Answer, Ctx } from '../context.ts'
import { checkReachOf } from '../conversations/check-reach.ts'
import type { Render } from './decide-sends.ts'
import type { SendRule } from './draft-message.ts'
import { submitSend } from './send-queue.ts'

const MAX_MESSAGES = 1000

/**
 * Sends messages, all or none, and answers with what `render` makes of them once they are durable. An Idempotency-Key of the request is honoured.
 * Refuses with `conversation_not_found`, `not_a_participant`, `conversation_not_active`, `parent_not_found`, `message_too_long`, `idempotency_key_reused`.
 */
export async function sendMessages(ctx: Ctx, messages: readonly NewMessage[], rule: SendRule, render: Render): Promise<Answer> {
  if (messages.length > MAX_MESSAGES) throw new AppError('too_many_messages')
  const { core, accountId, actor, keyed } = ctx
  if (ctx.reach !== 'all')
    await checkReachOf(
      ctx,
      messages.map(({ to }) => to),
    )
  return submitSend(core, { accountId, actor, messages, rule, keyed, render })
}
