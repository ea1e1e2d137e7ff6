import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../../../test/harness.ts'
import { overlap } from '../../../test/overlap.ts'
import type { Place } from '../../../test/world.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { deleteContact } from '../contacts/delete-contact.ts'
import { updateContact } from '../contacts/update-contact.ts'
import type { Core } from '../context.ts'
import { updateMember } from '../members/create-member.ts'
import { deleteMember } from '../members/delete-member.ts'
import { authenticate } from '../tokens/authenticate.ts'
import { hashPassword } from './hash-password.ts'
import { endSession, refreshSession } from './refresh-session.ts'
import { pauseAfter } from './reserve-attempt.ts'
import { setPassword } from './set-password.ts'
import { type SignIn, signIn } from './sign-in.ts'

const SECOND = 1_000_000
const LIFETIMES = { accessSeconds: 60, refreshSeconds: 600 }
const GOOD = 'correct horse'

function clockOf() {
  const clock = { time: Date.UTC(2026, 0, 2) * 1000, now: () => clock.time }
  return clock
}

async function give(core: Core, place: Place, person: Place['ann'] | Place['jane'], password: string | null): Promise<void> {
  const hash = password === null ? null : await hashPassword(core, password)
  await core.store.tx((tx) => setPassword(systemCtx(core, place.account.id), tx, person, hash))
}

function enter(core: Core, input: Partial<SignIn>) {
  return signIn(core, { email: 'ann@home.example', password: GOOD, dialect: 'ondi', ...LIFETIMES, ...input })
}

const refusal = (code: string) => ({ code })

test('whoever has the address and the password gets tokens that end, and that end with the password', async (t) => {
  const clock = clockOf()
  const { core, home } = await startServer(t, clock)
  await give(core, home, home.ann, GOOD)
  await assert.rejects(enter(core, { password: 'wrong horse' }), refusal('credentials_invalid'))
  const { person, access, refresh } = await enter(core, { email: ' ANN@home.example' })
  assert.equal(person.id, home.ann.id)
  assert.equal((await authenticate(core, access.secret)).author.id, home.ann.id)
  await assert.rejects(authenticate(core, refresh?.secret), refusal('token_invalid'))
  clock.time += 60 * SECOND
  await assert.rejects(authenticate(core, access.secret), refusal('token_invalid'))

  const next = await refreshSession(core, refresh?.secret ?? '', LIFETIMES)
  const byHand = home.tokens.ondi
  assert.ok(await authenticate(core, next.access.secret))
  await give(core, home, home.ann, 'another horse')
  await assert.rejects(authenticate(core, next.access.secret), refusal('token_invalid'))
  await assert.rejects(refreshSession(core, next.refresh?.secret ?? '', LIFETIMES), refusal('token_invalid'))
  await assert.rejects(enter(core, {}), refusal('credentials_invalid'))
  assert.ok(await authenticate(core, byHand), 'tokens made by hand stay')
  await give(core, home, home.ann, null)
  await assert.rejects(enter(core, { password: 'another horse' }), refusal('credentials_invalid'))
})

test('the password follows the person’s address, and goes with it', async (t) => {
  const { core, home } = await startServer(t)
  const ctx = systemCtx(core, home.account.id)
  await give(core, home, home.ann, GOOD)
  await core.store.tx((tx) => updateMember(ctx, tx, home.ann.id, { email: 'New@home.example' }))
  assert.equal((await enter(core, { email: 'new@home.example' })).person.id, home.ann.id)
  await assert.rejects(enter(core, {}), refusal('credentials_invalid'))
  await give(core, home, home.jane, GOOD)
  await core.store.tx((tx) => updateContact(ctx, tx, home.jane.id, { email: null }))
  const left = await core.store.all<{ author_id: number }>('select author_id from passwords')
  assert.deepEqual(
    left.map((row) => row.author_id),
    [home.ann.id],
  )
  await assert.rejects(give(core, home, home.jane, GOOD), refusal('password_needs_email'))
})

test('whoever has left the account, or was erased, signs in no more', async (t) => {
  const { core, home } = await startServer(t)
  const ctx = systemCtx(core, home.account.id)
  await give(core, home, home.bob, GOOD)
  await give(core, home, home.jane, GOOD)
  const mine = await enter(core, { email: 'bob@home.example' })
  await core.store.tx((tx) => deleteMember(ctx, tx, home.bob.id))
  await core.store.tx((tx) => deleteContact(ctx, tx, home.jane.id))
  for (const email of ['bob@home.example', 'jane@home-customers.example'])
    await assert.rejects(enter(core, { email }), refusal('credentials_invalid'))
  await assert.rejects(refreshSession(core, mine.refresh?.secret ?? '', LIFETIMES), refusal('token_invalid'))
  assert.deepEqual(await core.store.all('select * from passwords'), [])
})

test('an address of several accounts signs in where the password is right, or in the account that is named', async (t) => {
  const { core, home, away } = await startServer(t)
  const ctx = systemCtx(core, away.account.id)
  await core.store.tx((tx) => updateMember(ctx, tx, away.ann.id, { email: 'ann@home.example' }))
  await give(core, home, home.ann, GOOD)
  await give(core, away, away.ann, 'another horse')
  assert.equal((await enter(core, {})).person.accountId, home.account.id)
  assert.equal((await enter(core, { password: 'another horse' })).person.accountId, away.account.id)
  assert.equal((await enter(core, { password: 'another horse', accountId: away.account.id })).person.accountId, away.account.id)
  await assert.rejects(enter(core, { accountId: away.account.id }), refusal('credentials_invalid'))
})

test('a refresh token is good once; used again it ends the whole session and no other', async (t) => {
  const { core, home } = await startServer(t)
  await give(core, home, home.ann, GOOD)
  const [mine, other] = [await enter(core, {}), await enter(core, {})]
  const first = mine.refresh?.secret ?? ''
  const next = await refreshSession(core, first, LIFETIMES)
  assert.ok(await authenticate(core, mine.access.secret), 'the access token before it is good until it ends')
  await assert.rejects(refreshSession(core, first, LIFETIMES), refusal('token_invalid'))
  for (const secret of [mine.access.secret, next.access.secret]) await assert.rejects(authenticate(core, secret), refusal('token_invalid'))
  await assert.rejects(refreshSession(core, next.refresh?.secret ?? '', LIFETIMES), refusal('token_invalid'))
  assert.ok(await authenticate(core, other.access.secret))
  await core.store.tx((tx) => endSession(core, tx, other.access.token))
  await assert.rejects(authenticate(core, other.access.secret), refusal('token_invalid'))
  for (const secret of [home.tokens.ondi, other.access.secret, 'nothing'])
    await assert.rejects(refreshSession(core, secret, LIFETIMES), refusal('token_invalid'))
})

test('of two who change one refresh token at once, at most one gets tokens', async (t) => {
  const { core, home } = await startServer(t)
  await give(core, home, home.ann, GOOD)
  const { refresh } = await enter(core, {})
  const both = await Promise.allSettled([1, 2].map(() => refreshSession(core, refresh?.secret ?? '', LIFETIMES)))
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
})

test('whoever signs in with a password that is changed just then is in no session', async (t) => {
  const { core, home } = await startServer(t)
  await give(core, home, home.ann, GOOD)
  const changed = await hashPassword(core, 'another horse')
  const { tx } = core.store
  // The second transaction of a sign-in opens the session; the change comes before it.
  let done = 0
  core.store.tx = async (work) => {
    if (++done === 2) await tx((inner) => setPassword(systemCtx(core, home.account.id), inner, home.ann, changed))
    return tx(work)
  }
  await assert.rejects(enter(core, {}), refusal('credentials_invalid'))
  core.store.tx = tx
  assert.deepEqual(await core.store.all('select id from tokens where family_id is not null'), [])
})

test('pauses grow from the sixth attempt on, up to a quarter of an hour', () => {
  const seconds = [0, 4, 5, 6, 7, 14, 15, 100, 5000].map((attempts) => pauseAfter(attempts) / SECOND)
  assert.deepEqual(seconds, [0, 0, 1, 2, 4, 512, 900, 900, 900])
})

/** Five wrong attempts, the last of them at `clock.time`. */
async function tryFive(core: Core, input: Partial<SignIn>): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    await assert.rejects(enter(core, { ...input, password: 'wrong horse' }), refusal('credentials_invalid'))
  }
}

test('after five wrong attempts even the right password has to wait, in another process and after a restart, too', async (t) => {
  const clock = clockOf()
  const server: TestServer = await startServer(t, clock)
  const { home } = server
  await give(server.core, home, home.ann, GOOD)
  await tryFive(server.core, {})
  await assert.rejects(enter(server.core, {}), { code: 'sign_in_locked', retryAfterSeconds: 1 })
  const twin = await server.startTwin()
  const login = (url: string) =>
    fetch(`${url}/ondi/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ann@home.example', password: GOOD }),
    })
  const refused = await login(twin)
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1'])
  await server.restart()
  await assert.rejects(enter(server.core, {}), refusal('sign_in_locked'))

  clock.time += SECOND
  await assert.rejects(enter(server.core, { password: 'wrong horse' }), refusal('credentials_invalid'))
  await assert.rejects(enter(server.core, {}), { code: 'sign_in_locked', retryAfterSeconds: 2 })
  clock.time += 2 * SECOND
  assert.equal((await enter(server.core, {})).person.id, home.ann.id)
  await tryFive(server.core, {})
  await assert.rejects(enter(server.core, {}), { code: 'sign_in_locked', retryAfterSeconds: 1 }, 'a good one had begun anew')
})

test('an address that nobody has is refused in the same words and with the same pauses', async (t) => {
  const { core } = await startServer(t, clockOf())
  await tryFive(core, { email: 'nobody@home.example' })
  await assert.rejects(enter(core, { email: 'nobody@home.example' }), { code: 'sign_in_locked', retryAfterSeconds: 1 })
})

test('attempts at once are no more than attempts one after the other', async (t) => {
  const { core, home } = await startServer(t, clockOf())
  await give(core, home, home.ann, GOOD)
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => enter(core, { password: 'wrong horse' })))
  const codes = results.map((one) => (one as PromiseRejectedResult).reason.code as string).sort()
  assert.deepEqual(codes, [...Array(5).fill('credentials_invalid'), ...Array(3).fill('sign_in_locked')])
})

test('one account’s good password does not free the attempts at another one’s', async (t) => {
  const { core, home, away } = await startServer(t, clockOf())
  await core.store.tx((tx) => updateMember(systemCtx(core, away.account.id), tx, away.ann.id, { email: 'ann@home.example' }))
  await give(core, home, home.ann, GOOD)
  await give(core, away, away.ann, 'attacker horse')
  for (let attempt = 0; attempt < 5; attempt++) {
    await assert.rejects(enter(core, { password: `guess ${attempt} horse` }), refusal('credentials_invalid'))
    assert.equal((await enter(core, { password: 'attacker horse', accountId: away.account.id })).person.accountId, away.account.id)
  }
  await assert.rejects(enter(core, { accountId: home.account.id }), refusal('sign_in_locked'))
})

test('where attempts are made does not tell whether anybody has the address', async (t) => {
  const { core, home, away } = await startServer(t, clockOf())
  await give(core, home, home.jane, GOOD)
  for (const email of ['jane@home-customers.example', 'nobody@home.example']) {
    await tryFive(core, { email })
    for (const other of [{ accountId: home.account.id }, { accountId: away.account.id }, { dialect: 'chatwoot' as const }, {}]) {
      await assert.rejects(enter(core, { ...other, email }), { code: 'sign_in_locked', retryAfterSeconds: 1 })
    }
  }
})

test('a session that goes on just as it is ended does not go on', async (t) => {
  const { core, home } = await startServer(t)
  const ctx = systemCtx(core, home.account.id)
  const hash = await hashPassword(core, 'another horse')
  const ends: Record<string, (of: Awaited<ReturnType<typeof enter>>) => Promise<unknown>> = {
    'signing out': ({ access }) => core.store.tx((tx) => endSession(core, tx, access.token)),
    'another password': () => core.store.tx((tx) => setPassword(ctx, tx, home.ann, hash)),
    leaving: () => core.store.tx((tx) => deleteMember(ctx, tx, home.ann.id)),
  }
  for (const [name, end] of Object.entries(ends)) {
    await give(core, home, home.ann, GOOD)
    const session = await enter(core, {})
    let next: Awaited<ReturnType<typeof refreshSession>> | undefined
    const refresh = async (held: Core) => {
      next = await refreshSession(held, session.refresh?.secret ?? '', LIFETIMES)
    }
    await overlap(core, refresh, () => end(session))
    await assert.rejects(authenticate(core, next?.access.secret), refusal('token_invalid'), name)
  }
})

test('whoever signs in while they are taken out of the account is not in it', async (t) => {
  const { core, home } = await startServer(t)
  const ctx = systemCtx(core, home.account.id)
  await give(core, home, home.ann, GOOD)
  let session: Awaited<ReturnType<typeof enter>> | undefined
  const signInHeld = async (held: Core) => {
    // The attempt is counted in a transaction of its own, before the one that is held.
    session = await enter({ ...core, store: { ...core.store, tx: afterFirst(core, held) } }, {})
  }
  await overlap(core, signInHeld, () => core.store.tx((tx) => deleteMember(ctx, tx, home.ann.id)))
  await assert.rejects(authenticate(core, session?.access.secret), refusal('token_invalid'))
})

/** The first transaction as it comes, the others held. */
function afterFirst(core: Core, held: Core): Core['store']['tx'] {
  let count = 0
  return (work) => (count++ === 0 ? core.store.tx(work) : held.store.tx(work))
}
