import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AppError } from '../../src/model/errors.ts'
import { OutcomeUnknown, type Param, type Store } from '../../src/storage/db.ts'
import { countByAssignee } from '../../src/storage/queries/conversations/conversation-overviews.ts'
import { listConversations } from '../../src/storage/queries/conversations/conversations.ts'
import { ENGINE, startServer } from '../harness.ts'

async function setUp(store: Store): Promise<void> {
  await store.tx((tx) =>
    tx.run('create table things (account_id bigint not null, id bigint not null, name text, flag smallint, primary key (account_id, id))'),
  )
}
const table = { name: 'things', columns: { account_id: 'bigint', id: 'bigint', name: 'text', flag: 'smallint' } } as const

test('values come back as they went in: large integers, text of any script, null, empty lists', async (t) => {
  const { store } = (await startServer(t)).core
  await setUp(store)
  const rows = [
    [1, 9_007_199_254_740_991, 'Zoë — שלום 👋 \\ \' " % _', 1],
    [1, 2, null, null],
    [2, 1, '', 0],
  ]
  await store.tx((tx) => tx.insertMany(table, rows))
  const read = await store.all<{ id: number; name: string | null; flag: number | null }>(
    'select id, name, flag from things where account_id = $1 order by id',
    [1],
  )
  assert.deepEqual(
    read.map((row) => ({ ...row })),
    [
      { id: 2, name: null, flag: null },
      { id: 9_007_199_254_740_991, name: 'Zoë — שלום 👋 \\ \' " % _', flag: 1 },
    ],
  )
  assert.deepEqual(await store.rows('select id, name from things where id = any($1) order by id', [[1, 2]]), [
    [1, ''],
    [2, null],
  ])
  assert.deepEqual(await store.all('select id from things where id = any($1)', [[]]), [])
  assert.equal(await store.one('select id from things where id = $1', [77]), undefined)
  assert.equal((await store.all('select id from things where name = any($1)', [['', 'none']])).length, 1)
})

test('updateMany and deleteMany find each row by its own key, touch no other, and say how many they found', async (t) => {
  const { store } = (await startServer(t)).core
  await setUp(store)
  await store.tx((tx) =>
    tx.insertMany(
      table,
      [1, 2, 3].map((id) => [1, id, `n${id}`, 0]),
    ),
  )
  await store.tx((tx) =>
    tx.updateMany(
      table,
      ['account_id', 'id'],
      ['name', 'flag'],
      [
        [1, 1, 'one', 1],
        [1, 3, null, 1],
        [1, 9, 'nobody', 1],
      ],
    ),
  )
  assert.deepEqual(await store.rows('select id, name, flag from things order by id', []), [
    [1, 'one', 1],
    [2, 'n2', 0],
    [3, null, 1],
  ])
  const gone = [
    [1, 'one'],
    [2, 'another'],
    [9, 'nobody'],
  ]
  assert.equal(await store.tx((tx) => tx.deleteMany(table, ['id', 'name'], gone)), 1)
  assert.deepEqual(await store.rows('select id from things order by id', []), [[2], [3]])
})

test('a transaction that throws leaves nothing, and its neighbours in the same turn are kept', async (t) => {
  const { store } = (await startServer(t)).core
  await setUp(store)
  const effects: string[] = []
  const insert = (id: number, fails: boolean) =>
    store.tx(async (tx) => {
      await tx.run('insert into things (account_id, id) values (1, $1)', [id])
      tx.afterCommit(() => effects.push(`after ${id}`))
      if (fails) throw new AppError('not_allowed')
      return id
    })
  const results = await Promise.allSettled([insert(1, false), insert(2, true), insert(3, false), insert(3, false)])
  const [first, second, ...twins] = results.map((one) => one.status)
  assert.deepEqual([first, second], ['fulfilled', 'rejected'])
  assert.deepEqual(twins.toSorted(), ['fulfilled', 'rejected'], 'one of the two with the same key')
  assert.ok(results[1]?.status === 'rejected' && results[1].reason instanceof AppError)
  assert.deepEqual(await store.rows('select id from things order by id', []), [[1], [3]])
  assert.deepEqual(effects.sort(), ['after 1', 'after 3'])
})

test('nobody reads what is not committed', async (t) => {
  const { store } = (await startServer(t)).core
  await setUp(store)
  const count = async () => (await store.one<{ count: number }>('select count(*) as count from things', []))?.count
  await store.tx(async (tx) => {
    await tx.run('insert into things (account_id, id) values (1, 1)')
    assert.equal(await count(), 0)
    assert.equal((await tx.one<{ count: number }>('select count(*) as count from things', []))?.count, 1)
  })
  assert.equal(await count(), 1)
})

test('ids taken by fifty transactions at once are all different, and later ones are larger', async (t) => {
  const { store } = (await startServer(t)).core
  const taken = await Promise.all(Array.from({ length: 50 }, () => store.tx((tx) => tx.takeIds(7))))
  const all = taken.flat()
  assert.equal(new Set(all).size, 350)
  const [later] = await store.tx((tx) => tx.takeIds(1))
  assert.ok(all.every((id) => id < (later ?? 0)))
  for (const ids of taken)
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    )
})

test('many transactions at once are told of their own results, in any order of ending', async (t) => {
  const { store } = (await startServer(t)).core
  await setUp(store)
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, id) =>
      store.tx(async (tx) => {
        await tx.run('insert into things (account_id, id) values (1, $1)', [id])
        return id
      }),
    ),
  )
  assert.deepEqual(
    answers,
    Array.from({ length: 300 }, (_, id) => id),
  )
  assert.equal((await store.one<{ count: number }>('select count(*) as count from things', []))?.count, 300)
})

test('a statement alone is a transaction: its row once it is durable, or a conflict and nothing written', async (t) => {
  const { store } = (await startServer(t)).core
  await setUp(store)
  const insert = 'insert into things (account_id, id, name) values ($1, $2, $3) returning id'
  assert.deepEqual({ ...((await store.alone<{ id: number }>(1, insert, [1, 5, 'five'])) as object) }, { id: 5 })
  const nobody = await store.alone(1, "update things set name = 'six' where account_id = $1 and id = $2 returning id", [1, 6])
  assert.equal(nobody, 'conflict')
  assert.deepEqual(await store.rows('select id, name from things order by id'), [[5, 'five']])
  await assert.rejects(() => store.alone(1, 'insert into nothing values ($1)', [1]))
})

test('a connection that is ended under a transaction leaves its outcome unknown', {
  skip: ENGINE !== 'postgres' && 'SQLite has none',
}, async (t) => {
  const { store } = (await startServer(t)).core
  await assert.rejects(
    () =>
      store.tx(async (tx) => {
        await tx.one('select pg_terminate_backend(pg_backend_pid())')
        await tx.one('select 1')
      }),
    OutcomeUnknown,
  )
  await assert.rejects(() => store.alone(1, 'select pg_terminate_backend(pg_backend_pid()) as ended', []), OutcomeUnknown)
  assert.deepEqual(
    { ...((await store.alone<object>(1, 'select 1 as one', [])) as object) },
    { one: 1 },
    'the next one has a new connection',
  )
})

test('many rows at once hold exactly what each was given, whatever its texts are made of', async (t) => {
  const { store } = (await startServer(t)).core
  await setUp(store)
  const text = fc.oneof(
    fc.constantFrom('', 'null', 'NULL', '{}', '{a,b}', ',', '"', '\\', '\\"', ' ', '\n', "'", '$1', '()'),
    fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '').toWellFormed()),
  )
  const row = fc.tuple(fc.option(text), fc.option(fc.integer({ min: -32_768, max: 32_767 })))
  const read = () => store.rows<[string | null, number | null]>('select name, flag from things where account_id = $1 order by id', [7])
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(row, row), { minLength: 1, maxLength: 12 }), async (pairs) => {
      await store.tx(async (tx) => {
        await tx.run('delete from things where account_id = $1', [7])
        await tx.insertMany(
          table,
          pairs.map(([[name, flag]], id) => [7, id, name, flag]),
        )
      })
      assert.deepEqual(
        await read(),
        pairs.map(([before]) => before),
      )
      const found = await store.tx((tx) =>
        tx.updateMany(
          table,
          ['account_id', 'id'],
          ['name', 'flag'],
          pairs.map(([, [name, flag]], id) => [7, id, name, flag]),
        ),
      )
      assert.equal(found, pairs.length)
      assert.deepEqual(
        await read(),
        pairs.map(([, after]) => after),
      )
    }),
    { numRuns: 60 },
  )
})

test('a page of the latest conversations is found by an index, not by sorting the account, and counted by one alone', {
  skip: ENGINE !== 'sqlite' && 'PostgreSQL plans by its own statistics',
}, async (t) => {
  const server = await startServer(t)
  await server.restart() // statistics are read when a store is opened
  const { core, home } = server
  const { store } = core
  const texts: [string, readonly Param[]][] = []
  const recording: Store = {
    ...store,
    all: (sql, params = []) => {
      texts.push([sql, params])
      return store.all(sql, params)
    },
  }
  const after = { id: 1, number: 1, createdAt: 0, updatedAt: 0, lastActivityAt: Date.now() * 1000 }
  const lists = [{}, { statuses: ['resolved', 'archived'] as const }, { assigneeId: 'none' as const }, { statuses: ['open'] as const }]
  for (const filter of lists) {
    for (const order of ['asc', 'desc'] as const) {
      await listConversations(recording, home.account.id, { reach: 'all', ...filter }, { limit: 25, order })
      await listConversations(recording, home.account.id, { reach: 'all', ...filter }, { limit: 25, order, after })
    }
  }
  assert.equal(texts.length, 16)
  const planOf = async ([sql, params]: (typeof texts)[number]) =>
    (await store.all<{ detail: string }>(`explain query plan ${sql}`, params)).map((step) => step.detail).join()
  for (const [index, text] of texts.entries()) {
    const plan = await planOf(text)
    assert.match(plan, index < 12 ? /USING INDEX conversations_by_minute/ : /USING INDEX conversations_by_status/)
    assert.doesNotMatch(plan, /FOR ORDER BY/)
  }
  for (const filter of [{}, { statuses: ['open'] as const, channelId: 1, teamId: 2 }]) {
    texts.length = 0
    await countByAssignee(recording, home.account.id, { reach: 'all', ...filter }, { memberId: 1, unanswered: false })
    assert.match(await planOf(texts[0] as (typeof texts)[number]), /USING COVERING INDEX conversations_by_status/)
  }
})
