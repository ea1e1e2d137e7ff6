import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, startServer } from '../../../test/harness.ts'
import { parleyClient } from '../../../test/parley-client.ts'
import { waitFor } from '../../../test/wait-for.ts'
import { systemCtx } from '../accounts/create-account.ts'
import type { Ctx } from '../context.ts'
import { deleteConversation } from '../conversations/delete-conversation.ts'
import { followLog, startPosition } from './follow-log.ts'

test('whoever is a moment behind is told nothing that was said in a conversation which is gone', async (t) => {
  const server = await startServer(t)
  const { account, ann, conversation, secrets } = server.home
  const ctx = { ...systemCtx(server.core, account.id), dialect: 'parley' as const }
  const follower = await followLog({ ctx, reader: { role: 'administrator', id: ann.id } }, () => {})
  t.after(() => follower.close())
  const start = follower.newest()
  await parleyClient(server, secrets.ann).post(`/conversations/${conversation.id}/messages`, { text: 'planted' })
  await waitFor(() => follower.newest() === start + 1)
  const told = async () => (await follower.read(start, 10))?.events.map(({ event, message }) => [event.type, message?.text])
  assert.deepEqual(await told(), [['message.created', 'planted']])
  await server.core.store.tx((tx) => deleteConversation(ctx, tx, { id: conversation.id }))
  await waitFor(() => follower.newest() === start + 2)
  assert.deepEqual(await told(), [
    ['message.created', undefined],
    ['conversation.deleted', undefined],
  ])
})

const skip = ENGINE === 'postgres' && 'whoever reads waits for the store'

test('others are answered while somebody reads a long log of which nothing is theirs', { skip }, async (t) => {
  const { core, home } = await startServer(t)
  const { account, jane, ticket } = home
  // Of the log's 4,000 events Jane's are the first few alone.
  await core.store.tx((tx) =>
    tx.run(
      `insert into events (account_id, position, type, conversation_id, private, actor_kind, actor_id, data, created_at)
       with recursive n(n) as (select 1 union all select n + 1 from n where n < 4000)
       select $1, c.position + n, 'conversation.updated', $2 + n, 0, 'system', 0, '{}', 1 from n, account_counters c where c.account_id = $1`,
      [account.id, ticket.id],
    ),
  )
  await core.store.tx((tx) => tx.run('update account_counters set position = position + 4000 where account_id = $1', [account.id]))
  const ctx = { ...systemCtx(core, account.id), dialect: 'parley' as const, actor: { kind: 'contact' as const, id: jane.id } }
  const follower = await followLog({ ctx, reader: { role: 'contact', id: jane.id } }, () => {})
  t.after(() => follower.close())
  let position = 0
  let pages = 0
  let turns = 0
  const turn = () => {
    turns++
    if (position < follower.newest()) setImmediate(turn)
  }
  setImmediate(turn)
  for (;;) {
    const page = await follower.read(position, 100)
    if (!page) break
    position = page.position
    pages++
  }
  assert.ok(pages >= 4 && turns >= pages - 1, `${turns} turns in ${pages} pages`)
})

test('a visitor goes back ten thousand events of the log, and whoever is known as far as it is kept', async () => {
  const store = { one: async () => ({ position: 25_000 }) }
  const startOf = (scope: string, after: number) =>
    startPosition({ core: { store }, accountId: 1, token: { scope } } as unknown as Ctx, after)
  assert.deepEqual([await startOf('visitor', 15_000), await startOf('api', 0)], [15_000, 0])
  await assert.rejects(startOf('visitor', 14_999), { code: 'position_gone', oldestPosition: 15_001 })
})
