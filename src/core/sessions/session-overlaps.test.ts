import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../test/harness.ts'
import { overlap } from '../../../test/overlap.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Core } from '../context.ts'
import { deleteMember } from '../members/delete-member.ts'
import { authenticate } from '../tokens/authenticate.ts'
import { createToken } from '../tokens/create-token.ts'
import { revokeToken } from '../tokens/revoke-token.ts'
import type { Session } from './open-session.ts'
import { setPassword } from './set-password.ts'
import { signInByToken } from './sign-in-by-token.ts'
import { createSignInLink, signInByLink } from './sign-in-links.ts'

const LIFETIMES = { accessSeconds: 60 }

/** A token and a link of Bob's, what signs him in with each, and what ends it. */
async function makeWays({ core, home }: TestServer) {
  const { bob, account } = home
  const ctx = systemCtx(core, account.id)
  const input = { accountId: account.id, author: { kind: 'member', id: bob.id }, scope: 'api', dialect: 'parley', label: 'test' } as const
  const { token, secret } = await core.store.tx((tx) => createToken(core, tx, input))
  const link = await core.store.tx((tx) => createSignInLink(core, tx, bob, 60))
  return {
    byToken: (held: Core) => signInByToken(held, secret, LIFETIMES),
    byLink: (held: Core) => signInByLink(held, link, LIFETIMES),
    revoke: (held: Core) => held.store.tx((tx) => revokeToken(held, tx, account.id, token.id)),
    renew: (held: Core) => held.store.tx((tx) => setPassword(ctx, tx, { kind: 'member', id: bob.id }, null)),
    leave: (held: Core) => held.store.tx((tx) => deleteMember(ctx, tx, bob.id)),
  }
}

test('whoever signs in while their token is revoked, their password changed or their place taken is signed in no more', async (t) => {
  const server = await startServer(t)
  const { core } = server
  for (const [way, end] of [
    ['byToken', 'revoke'],
    ['byLink', 'renew'],
    ['byToken', 'leave'],
  ] as const) {
    const ways = await makeWays(server)
    let session: Session | undefined
    const signIn = async (held: Core) => {
      session = await ways[way](held)
    }
    const ended = await overlap(core, signIn, () => ways[end](core))
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['fulfilled', 'fulfilled'],
      `${way} ${end}`,
    )
    await assert.rejects(authenticate(core, session?.access.secret), { code: 'token_invalid' }, `${way} ${end}`)
  }
})

test('and the other way round they are not signed in at all', async (t) => {
  const server = await startServer(t)
  const { core } = server
  for (const [way, end, code] of [
    ['byToken', 'revoke', 'token_invalid'],
    ['byLink', 'renew', 'link_invalid'],
    ['byLink', 'leave', 'link_invalid'],
  ] as const) {
    const ways = await makeWays(server)
    const [, attempt] = await overlap(
      core,
      (held) => ways[end](held),
      () => ways[way](core),
    )
    assert.equal(attempt.status === 'rejected' && attempt.reason.code, code, `${way} ${end}`)
  }
})
