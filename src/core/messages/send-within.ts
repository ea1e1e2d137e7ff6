import type { NewMessage } from '../../model/message.ts'
import type { Tx } from '../../storage/db.ts'
import type { Ctx } from '../context.ts'
import type { Sent } from './decide-sends.ts'
import type { SendRule } from './draft-message.ts'
import { sendBatchWithin } from './send-batch.ts'

/**
 * Sends messages as a part of another write, in its transaction: a conversation that opens with its first message. The Idempotency-Key is the other
 * write's. Refuses as `sendMessages` does.
 */
export async function sendWithin(ctx: Ctx, tx: Tx, messages: readonly NewMessage[], rule: SendRule = {}): Promise<Sent> {
  const { core, accountId, actor } = ctx
  const command = { accountId, actor, messages, rule, keyed: undefined, render: () => ({ status: 200, body: null }) }
  const [outcome] = await sendBatchWithin(core, tx, accountId, [command])
  if (outcome && 'refusal' in outcome) throw outcome.refusal
  if (!outcome || !('sent' in outcome)) throw new Error('a send without a key was answered from a record')
  return outcome.sent
}
