import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ENGINE, startServer } from '../../../test/harness.ts'
import { AppError } from '../../model/errors.ts'
import { systemCtx } from '../accounts/create-account.ts'
import { updateConversation } from '../conversations/update-conversation.ts'
import { once } from './once.ts'

async function start(t: TestContext) {
  const { core, home } = await startServer(t)
  const asks = (fingerprint: string) => ({ ...systemCtx(core, home.account.id), keyed: { scope: 'test', key: 'k1', fingerprint } })
  return { core, home, asks }
}

test('of twins whose write can happen only once, both get the first answer', async (t) => {
  const { home, asks } = await start(t)
  const resolve = () => {
    const ctx = asks('same')
    return once(ctx, async (tx) => {
      const { changed } = await updateConversation(ctx, tx, { id: home.conversation.id }, { status: 'resolved' })
      if (!changed) throw new AppError('conversation_not_active')
      return { status: 200, body: '"resolved"' }
    })
  }
  assert.deepEqual(await Promise.all([resolve(), resolve(), resolve(), resolve()]), Array(4).fill({ status: 200, body: '"resolved"' }))
})

const serial = ENGINE === 'sqlite' && 'with one writer a twin begins only when the first is done'

test('a twin refused because of what the first did gets the first answer; another request under that key stays refused', {
  skip: serial,
}, async (t) => {
  const { asks } = await start(t)
  const entered = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  const first = once(asks('same'), async () => {
    await Promise.all(entered.map((one) => one.promise))
    return { status: 201, body: '"first"' }
  })
  const meet = (fingerprint: string, index: 0 | 1) =>
    once(asks(fingerprint), async () => {
      entered[index].resolve()
      await first
      throw new AppError('body_invalid')
    })
  const [twin, other] = await Promise.allSettled([meet('same', 0), meet('other', 1)])
  assert.deepEqual(twin, { status: 'fulfilled', value: { status: 201, body: '"first"' } })
  assert.equal(other.status === 'rejected' && other.reason.code, 'idempotency_key_reused')
})

test('a refusal is not kept: the same key may be used again', async (t) => {
  const { core, asks } = await start(t)
  const refuse = () =>
    once(asks('same'), async () => {
      throw new AppError('body_invalid')
    })
  await assert.rejects(refuse(), { code: 'body_invalid' })
  await assert.rejects(refuse(), { code: 'body_invalid' })
  assert.deepEqual(await once(asks('same'), async () => ({ status: 200, body: '1' })), { status: 200, body: '1' })
  assert.equal((await core.store.all('select status from idempotency_keys')).length, 1)
})
