import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../harness.ts'
import { contactFacetsOf } from './contact-facets.ts'
import { type Facet, facetsOf } from './facets.ts'

test('what any API says of a conversation, every other says in its own words', async (t) => {
  const server = await startServer(t)
  const facets = await facetsOf(server, server.home.conversation.id)
  for (const [name, facet] of Object.entries(facets)) await t.test(name, () => travel(facet as Facet<unknown>))
})

test('what any API says of a customer, every other says in its own words', async (t) => {
  const facets = await contactFacetsOf(await startServer(t))
  for (const [name, facet] of Object.entries(facets)) await t.test(name, () => travel(facet as Facet<unknown>))
})

/** Every value is written by everybody who has a word for it, and read by everybody after each time. */
async function travel({ values, write, read, seen }: Facet<unknown>): Promise<void> {
  let pairs = 0
  for (const [writer, by] of Object.entries(write)) {
    for (const value of values.filter((one) => by.values?.includes(one) ?? true)) {
      await by.set(value)
      for (const [reader, look] of Object.entries(read)) {
        const where = `${JSON.stringify(value)} written in ${writer}, read in ${reader}`
        assert.deepEqual(await look(), seen(value, reader as never), where)
        pairs++
      }
    }
  }
  assert.ok(pairs > 0)
}
