import type { Tx } from '../../storage/db.ts'
import type { Ctx } from '../context.ts'

/** Says that the caller types in a conversation, or no more: to whoever looks at this moment, once the transaction has ended well. It is kept nowhere. */
export function sayTyping(ctx: Ctx, tx: Tx, conversationId: number, typing: { on: boolean; private: boolean }): void {
  const { accountId, actor: author, core } = ctx
  tx.afterCommit(() => core.signals.send({ kind: 'typing', accountId, conversationId, author, ...typing, at: core.now() }))
}
