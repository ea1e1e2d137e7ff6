import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/harness.ts'
import { waitFor } from '../../../test/wait-for.ts'

test('an account whose log cannot be read holds up nobody else whose hints are lost', async (t) => {
  const { core, home, away } = await startServer(t)
  const { store, feeds } = core
  const troubles: unknown[] = []
  feeds.onTrouble((error) => troubles.push(error))
  const told = new Set<number>()
  for (const { account } of [home, away]) {
    const seat = { authorId: null, since: undefined, wake: () => void told.add(account.id) }
    const feed = await feeds.join(account.id, seat)
    t.after(() => feeds.leave(feed, seat))
  }
  // Written without a hint, as by another process; what one of them says cannot be read.
  await store.tx(async (tx) => {
    for (const { account } of [home, away]) {
      await tx.run('update account_counters set position = position + 1 where account_id = $1', [account.id])
      await tx.run(
        `insert into events (account_id, position, type, private, actor_kind, actor_id, data, created_at)
         select account_id, position, 'account.updated', 0, 'system', 0, $2, 1 from account_counters where account_id = $1`,
        [account.id, account === home.account ? 'no JSON' : '{}'],
      )
    }
  })
  await waitFor(() => told.has(away.account.id) && troubles.length > 0)
  assert.ok(troubles[0] instanceof SyntaxError)
})
