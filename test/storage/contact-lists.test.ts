import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Param, Store } from '../../src/storage/db.ts'
import { type ContactOrder, countContacts, listContacts } from '../../src/storage/queries/people/contact-lists.ts'
import { ENGINE, startServer } from '../harness.ts'

test('contacts are listed in the order of an index, each of the two parts of a list, and counted by one alone', {
  skip: ENGINE !== 'sqlite' && 'PostgreSQL plans by its own statistics',
}, async (t) => {
  const server = await startServer(t)
  await server.restart() // statistics are read when a store is opened
  const { store } = server.core
  const texts: [string, readonly Param[]][] = []
  const recording: Store = {
    ...store,
    all: (sql, params = []) => {
      texts.push([sql, params])
      return store.all(sql, params)
    },
  }
  const indexes: Partial<Record<ContactOrder, RegExp>> = {
    name: /USING COVERING INDEX contacts_by_name/,
    email: /USING COVERING INDEX contacts_by_email/,
    phone: /USING COVERING INDEX contacts_by_phone/,
    created_at: /USING COVERING INDEX contacts_by_creation/,
    company: /USING INDEX contacts_by_company/,
    city: /USING INDEX contacts_by_city/,
    country: /USING INDEX contacts_by_country/,
  }
  const accountId = server.home.account.id
  const planOf = async ([sql, params]: (typeof texts)[number]) =>
    (await store.all<{ detail: string }>(`explain query plan ${sql}`, params)).map((step) => step.detail).join()
  for (const [orderBy, index] of Object.entries(indexes) as [ContactOrder, RegExp][]) {
    for (const order of ['asc', 'desc'] as const) {
      texts.length = 0
      await listContacts(recording, accountId, { reachable: true }, { limit: 15, offset: 15, orderBy, order })
      const lists = texts.filter(([sql]) => sql.includes(' order by '))
      assert.match(await planOf(lists[0] as (typeof texts)[number]), index)
      for (const list of lists) assert.doesNotMatch(await planOf(list), /FOR ORDER BY/, list[0])
    }
  }
  texts.length = 0
  await countContacts(recording, accountId, { reachable: true })
  assert.match(await planOf(texts[0] as (typeof texts)[number]), /USING COVERING INDEX contacts_by_/)
  texts.length = 0
  await countContacts(recording, accountId, { labels: ['vip'] })
  assert.match(await planOf(texts[0] as (typeof texts)[number]), /USING INDEX contacts_labelled/)
})
