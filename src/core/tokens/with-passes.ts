import type { Token } from '../../model/token.ts'
import type { Core } from '../context.ts'
import { hashSecret, makeSecret } from './create-token.ts'

/** Whom a pass stands for, and what it is good for. */
export type Pass = Pick<Token, 'accountId' | 'author' | 'applicationId' | 'scope' | 'dialect'>

/**
 * Lends a secret for each of some passes while `use` runs, so that Parley can ask itself what somebody is answered. They are known to this process alone, and to nobody once
 * `use` has ended: nothing is stored, listed or exported.
 */
export async function withPasses<T>(core: Core, passes: readonly Pass[], use: (secrets: readonly string[]) => Promise<T>): Promise<T> {
  const lent = passes.map((pass) => {
    const secret = makeSecret(pass.dialect)
    const hash = hashSecret(secret)
    const nothing = { id: 0, accountIds: [], label: '', expiresAt: null, familyId: null, channelId: null }
    const token: Token = { ...pass, ...nothing, createdAt: core.now(), isPass: true }
    core.passes.set(hash, token)
    return { secret, hash }
  })
  try {
    return await use(lent.map(({ secret }) => secret))
  } finally {
    for (const { hash } of lent) core.passes.delete(hash)
  }
}
