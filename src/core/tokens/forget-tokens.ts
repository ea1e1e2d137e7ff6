import type { Token } from '../../model/token.ts'
import type { Tx } from '../../storage/db.ts'
import type { Core } from '../context.ts'

/** Forgets the tokens this process knows that a transaction ends, once it has; other processes learn of it within a second. */
export function forgetTokensAfter(tx: Tx, core: Core, which: (token: Token) => boolean): void {
  tx.afterCommit(() => {
    for (const [hash, token] of core.tokens.entries()) if (which(token)) core.tokens.delete(hash)
  })
}
